package spool.emulator.fp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static spool.emulator.fp.ExceptionFlags.DZ;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Binary32Test {
  private static final int ONE = bits(1);
  private static final int MINUS_ONE = bits(-1);
  private static final int NAN = 0x7fc0_0000;
  private static final int SIGNALING = 0x7f80_0001;
  private static final int INFINITY = bits(Float.POSITIVE_INFINITY);
  private static final int MINUS_INFINITY = bits(Float.NEGATIVE_INFINITY);
  private static final int LARGEST = bits(Float.MAX_VALUE);
  private static final int SMALLEST_NORMAL = bits(Float.MIN_NORMAL);
  private static final int SMALLEST = 1;
  private static final int MINUS_ZERO = Integer.MIN_VALUE;

  private final ExceptionFlags flags = new ExceptionFlags();

  private static int bits(float value) {
    return Float.floatToRawIntBits(value);
  }

  /// Holds the bits and all flags raised since the last call against what is expected.
  private void expect(long expected, int raised, long actual) {
    assertEquals(Long.toHexString(expected), Long.toHexString(actual));
    assertEquals(raised, flags.accrued());
    flags.set(0);
  }

  /// 1 + 2^-24 lies halfway between 1 and its successor, 1 + 3 × 2^-24 between the next two. The
  /// columns tell by how many units the results differ from ±1.
  @ParameterizedTest
  @CsvSource({"0,0,2,0,2", "1,0,1,0,1", "2,0,1,1,2", "3,1,2,0,1", "4,1,2,1,2"})
  void everyModeTreatsTiesInItsWay(
      int rounding, int even, int odd, int negativeEven, int negativeOdd) {
    int half = bits(0x1p-24f);
    expect(ONE + even, NX, Binary32.add(ONE, half, rounding, flags));
    expect(ONE + odd, NX, Binary32.add(ONE + 1, half, rounding, flags));
    expect(MINUS_ONE + negativeEven, NX, Binary32.subtract(MINUS_ONE, half, rounding, flags));
    expect(MINUS_ONE + negativeOdd, NX, Binary32.subtract(MINUS_ONE + 1, half, rounding, flags));
  }

  @Test
  void exactResultsRaiseNothing() {
    expect(bits(3.5f), 0, Binary32.add(bits(1.25f), bits(2.25f), RNE, flags));
    expect(bits(-2.8125f), 0, Binary32.multiply(bits(1.25f), bits(-2.25f), RNE, flags));
    expect(bits(0.625f), 0, Binary32.divide(bits(5), bits(8), RNE, flags));
    expect(bits(1.5f), 0, Binary32.squareRoot(bits(2.25f), RNE, flags));
    expect(bits(7), 0, Binary32.fusedMultiplyAdd(bits(2), bits(3), ONE, RNE, flags));
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

  @ParameterizedTest
  @CsvSource({"0,true,true", "1,false,false", "2,false,true", "3,true,false", "4,true,true"})
  void overflowGivesInfinityOrTheLargestNumber(
      int rounding, boolean infinite, boolean minusInfinite) {
    expect(
        infinite ? INFINITY : LARGEST,
        OF | NX,
        Binary32.multiply(LARGEST, bits(2), rounding, flags));
    expect(
        minusInfinite ? MINUS_INFINITY : bits(-Float.MAX_VALUE),
        OF | NX,
        Binary32.multiply(LARGEST, bits(-2), rounding, flags));
  }

  @Test
  void underflowIsTinyAndInexact() {
    expect(0, UF | NX, Binary32.multiply(SMALLEST, bits(0.5f), RNE, flags));
    expect(SMALLEST, UF | NX, Binary32.multiply(SMALLEST, bits(0.5f), RUP, flags));
    expect(SMALLEST, UF | NX, Binary32.multiply(SMALLEST, bits(0.5f), RMM, flags));
    expect(MINUS_ZERO, UF | NX, Binary32.multiply(SMALLEST, bits(-0.5f), RTZ, flags));
    expect(bits(0x1p-127f), 0, Binary32.divide(SMALLEST_NORMAL, bits(2), RNE, flags));
  }

  /// The smallest normal number less 2^-150 or 2^-151: with no limit to the exponent, the first
  /// could have been kept below that number, and to nearest the second could not.
  @Test
  void tininessIsDetectedAfterRounding() {
    int factor = bits(-0x1p-100f);
    int tie = bits(0x1p-50f);
    int near = bits(0x1p-51f);
    expect(SMALLEST_NORMAL, UF | NX, fusedWithSmallestNormal(factor, tie, RNE));
    expect(SMALLEST_NORMAL, NX, fusedWithSmallestNormal(factor, near, RNE));
    expect(SMALLEST_NORMAL, NX, fusedWithSmallestNormal(factor, near, RUP));
    expect(SMALLEST_NORMAL - 1, UF | NX, fusedWithSmallestNormal(factor, near, RDN));
  }

  private int fusedWithSmallestNormal(int a, int b, int rounding) {
    return Binary32.fusedMultiplyAdd(a, b, SMALLEST_NORMAL, rounding, flags);
  }

  @Test
  void invalidOperationsGiveTheCanonicalNaN() {
    expect(INFINITY, DZ, Binary32.divide(ONE, 0, RNE, flags));
    expect(NAN, NV, Binary32.divide(0, 0, RNE, flags));
    expect(NAN, NV, Binary32.subtract(INFINITY, INFINITY, RNE, flags));
    expect(NAN, NV, Binary32.squareRoot(MINUS_ONE, RNE, flags));
    expect(NAN, NV, Binary32.fusedMultiplyAdd(INFINITY, 0, NAN, RNE, flags));
    expect(NAN, NV, Binary32.add(SIGNALING, ONE, RNE, flags));
    expect(NAN, 0, Binary32.add(0xffc0_1234, ONE, RNE, flags));
  }

  @Test
  void minimumAndMaximumPreferNumbers() {
    expect(MINUS_ZERO, 0, Binary32.minimum(0, MINUS_ZERO, flags));
    expect(MINUS_ZERO, 0, Binary32.minimum(MINUS_ZERO, 0, flags));
    expect(0, 0, Binary32.maximum(MINUS_ZERO, 0, flags));
    expect(0, 0, Binary32.maximum(0, MINUS_ZERO, flags));
    expect(ONE, 0, Binary32.minimum(NAN, ONE, flags));
    expect(ONE, NV, Binary32.maximum(ONE, SIGNALING, flags));
  }

  @Test
  void onlyEqualityIsQuiet() {
    assertFalse(Binary32.equal(NAN, NAN, flags));
    assertTrue(Binary32.equal(0, MINUS_ZERO, flags));
    assertTrue(Binary32.less(MINUS_ONE, ONE, flags));
    assertTrue(Binary32.lessOrEqual(ONE, ONE, flags));
    assertEquals(0, flags.accrued());
    assertFalse(Binary32.lessOrEqual(ONE, NAN, flags));
    assertEquals(NV, flags.accrued());
  }

  @Test
  void eachClassHasItsBit() {
    int[] byClass = {
      MINUS_INFINITY, MINUS_ONE, MINUS_ZERO + 1, MINUS_ZERO, 0, 1, ONE, INFINITY, SIGNALING, NAN
    };
    for (int bit = 0; bit < byClass.length; bit++) {
      assertEquals(1 << bit, Binary32.classify(byClass[bit]));
    }
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
