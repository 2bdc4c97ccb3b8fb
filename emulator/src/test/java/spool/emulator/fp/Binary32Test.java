package spool.emulator.fp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static spool.emulator.fp.ExceptionFlags.NV;
import static spool.emulator.fp.ExceptionFlags.NX;
import static spool.emulator.fp.ExceptionFlags.OF;
import static spool.emulator.fp.ExceptionFlags.UF;
import static spool.emulator.fp.Rounding.RDN;
import static spool.emulator.fp.Rounding.RMM;
import static spool.emulator.fp.Rounding.RNE;
import static spool.emulator.fp.Rounding.RTZ;
import static spool.emulator.fp.Rounding.RUP;

import org.junit.jupiter.api.Test;

class Binary32Test extends FormatCases {
  private static final int ONE = bits(1);
  private static final int MINUS_ONE = bits(-1);
  private static final int NAN = 0x7fc0_0000;
  private static final int INFINITY = bits(Float.POSITIVE_INFINITY);
  private static final int MINUS_INFINITY = bits(Float.NEGATIVE_INFINITY);
  private static final int SMALLEST = 1;

  Binary32Test() {
    super(FormatOperations.BINARY32, 24, Float.MAX_VALUE, Float.MIN_NORMAL);
  }

  private static int bits(float value) {
    return Float.floatToRawIntBits(value);
  }

  @Test
  void inexactResultsAreNoticedInEveryOperation() {
    expect(bits(0.1f + 0.7f), NX, Binary32.add(bits(0.1f), bits(0.7f), RNE, flags));
    expect(bits(0.1f * 0.1f), NX, Binary32.multiply(bits(0.1f), bits(0.1f), RNE, flags));
    expect(bits(1f / 3), NX, Binary32.divide(ONE, bits(3), RNE, flags));
    expect(bits(1.4142135f), NX, Binary32.squareRoot(bits(2), RNE, flags));
    expect(ONE, NX, Binary32.fusedMultiplyAdd(ONE, ONE, SMALLEST, RNE, flags));
  }

  /// (1 + 2^-12)² = 1 + 2^-11 + 2^-24 is a tie, which an addend broke that binary64 cannot hold
  /// beside it.
  @Test
  void fusedMultiplyAddRoundsOnce() {
    int factor = bits(1 + 0x1p-12f);
    int down = bits(1 + 0x1p-11f);
    expect(down, NX, Binary32.fusedMultiplyAdd(factor, factor, 0, RNE, flags));
    expect(down, NX, Binary32.fusedMultiplyAdd(factor, factor, bits(-0x1p-100f), RNE, flags));
    expect(down + 1, NX, Binary32.fusedMultiplyAdd(factor, factor, bits(0x1p-100f), RNE, flags));
  }

  @Test
  void integersOutOfRangeSaturate() {
    expect(Integer.MAX_VALUE, NV, Binary32.toInt32(bits(0x1p31f), RTZ, flags));
    expect(0x7fff_ff80, 0, Binary32.toInt32(bits(0x1p31f) - 1, RTZ, flags));
    expect(-1, NV, Binary32.toUint32(NAN, RTZ, flags));
    expect(Long.MIN_VALUE, NV, Binary32.toInt64(MINUS_INFINITY, RTZ, flags));
    expect(0, NV, Binary32.toUint64(MINUS_ONE, RTZ, flags));
    expect(-1, NX, Binary32.toInt32(bits(-0.5f), RMM, flags));
  }

  @Test
  void integersThatNeedMoreBitsAreRounded() {
    expect(bits(0x1p31f), NX, Binary32.fromInt32(Integer.MAX_VALUE, RNE, flags));
    expect(bits(0x1p31f) - 1, NX, Binary32.fromInt32(Integer.MAX_VALUE, RDN, flags));
    expect(bits(0x1p32f), NX, Binary32.fromUint32(-1, RUP, flags));
    expect(bits(-0x1p63f), 0, Binary32.fromInt64(Long.MIN_VALUE, RNE, flags));
    expect(bits(0x1p64f), NX, Binary32.fromUint64(-1, RNE, flags));
  }

  @Test
  void binary64IsRounded() {
    expect(ONE, NX, Binary32.fromBinary64(bits64(1 + 0x1p-24), RNE, flags));
    expect(ONE + 1, NX, Binary32.fromBinary64(bits64(1 + 0x1p-24), RMM, flags));
    expect(INFINITY, OF | NX, Binary32.fromBinary64(bits64(0x1p128), RNE, flags));
    expect(0, UF | NX, Binary32.fromBinary64(bits64(0x1p-150), RNE, flags));
    expect(SMALLEST, 0, Binary32.fromBinary64(bits64(0x1p-149), RNE, flags));
    expect(NAN, NV, Binary32.fromBinary64(0x7ff0_0000_0000_0001L, RNE, flags));
  }

  private static long bits64(double value) {
    return Double.doubleToRawLongBits(value);
  }

  @Test
  void boxesHaveOnesAbove() {
    assertEquals(0xffff_ffff_3f80_0000L, Binary32.box(ONE));
    assertEquals(ONE, Binary32.unbox(0xffff_ffff_3f80_0000L));
    assertEquals(NAN, Binary32.unbox(0x3f80_0000));
  }
}
