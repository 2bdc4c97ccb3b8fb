package spool.emulator.fp;

import static spool.emulator.fp.ExceptionFlags.NV;
import static spool.emulator.fp.ExceptionFlags.NX;
import static spool.emulator.fp.ExceptionFlags.OF;
import static spool.emulator.fp.Rounding.RDN;
import static spool.emulator.fp.Rounding.RNE;
import static spool.emulator.fp.Rounding.RTZ;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Binary64Test extends FormatCases {
  private static final long ONE = bits(1);
  private static final long NAN = 0x7ff8_0000_0000_0000L;
  private static final long INFINITY = bits(Double.POSITIVE_INFINITY);
  private static final long LARGEST = bits(Double.MAX_VALUE);
  private static final long SMALLEST = 1;

  Binary64Test() {
    super(FormatOperations.BINARY64, 53, Double.MAX_VALUE, Double.MIN_NORMAL);
  }

  private static long bits(double value) {
    return Double.doubleToRawLongBits(value);
  }

  @Test
  void inexactResultsAreNoticedInEveryOperation() {
    expect(bits(0.1 + 0.2), NX, Binary64.add(bits(0.1), bits(0.2), RNE, flags));
    expect(bits(0.1 * 0.1), NX, Binary64.multiply(bits(0.1), bits(0.1), RNE, flags));
    expect(bits(1.0 / 3), NX, Binary64.divide(ONE, bits(3), RNE, flags));
    expect(bits(Math.sqrt(2)), NX, Binary64.squareRoot(bits(2), RNE, flags));
    expect(ONE, NX, Binary64.fusedMultiplyAdd(ONE, ONE, SMALLEST, RNE, flags));
  }

  /// (1 + e)(1 - e) - 1 = -e², which a product that is rounded first would lose.
  @Test
  void fusedMultiplyAddRoundsOnce() {
    long above = bits(1 + 0x1p-52);
    long below = bits(1 - 0x1p-52);
    expect(bits(-0x1p-104), 0, Binary64.fusedMultiplyAdd(above, below, bits(-1), RNE, flags));
  }

  /// The product is 2^105 + 0x1aaf39f4, a little over half a unit in the last place of 2^158.
  @Test
  void theLastBitsOfAProductBreakATie() {
    long a = bits(0x12b1_4cb9_b3b5_cfp0);
    long b = bits(0x1b63_fb35_7f57_ccp0);
    expect(bits(0x1p158) + 1, NX, Binary64.fusedMultiplyAdd(a, b, bits(0x1p158), RNE, flags));
    expect(bits(-0x1p158) + 1, NX, Binary64.fusedMultiplyAdd(a, b, bits(-0x1p158) + 2, RNE, flags));
  }

  /// A quarter unit in the last place above the largest number is inexact, half a unit overflows.
  @Test
  void overflowBeginsHalfwayToTheNextPowerOfTwo() {
    expect(LARGEST, NX, Binary64.add(LARGEST, bits(0x1p969), RNE, flags));
    expect(INFINITY, OF | NX, Binary64.add(LARGEST, bits(0x1p970), RNE, flags));
    expect(LARGEST, NX, Binary64.add(LARGEST, bits(0x1p970), RTZ, flags));
  }

  @ParameterizedTest
  @CsvSource({"0,2,-2", "1,2,-2", "2,2,-3", "3,3,-2", "4,3,-3"})
  void integersAreRoundedTo(int rounding, int of, int ofMinus) {
    expect(of, NX, Binary64.toInt32(bits(2.5), rounding, flags));
    expect(ofMinus, NX, Binary64.toInt64(bits(-2.5), rounding, flags));
  }

  /// The table of the domains of the float-to-integer conversions.
  @Test
  void integersOutOfRangeSaturate() {
    expect(Integer.MAX_VALUE, NV, Binary64.toInt32(bits(0x1p31), RTZ, flags));
    expect(Integer.MIN_VALUE, NX, Binary64.toInt32(bits(-0x1p31 - 0.5), RTZ, flags));
    expect(Integer.MIN_VALUE, NV, Binary64.toInt32(bits(-0x1p31 - 0.5), RDN, flags));
    expect(-1, NV, Binary64.toUint32(INFINITY, RTZ, flags));
    expect(Long.MAX_VALUE, NV, Binary64.toInt64(NAN | Long.MIN_VALUE, RTZ, flags));
    expect(Long.MIN_VALUE, 0, Binary64.toInt64(bits(-0x1p63), RTZ, flags));
    expect(Long.MIN_VALUE, 0, Binary64.toUint64(bits(0x1p63), RTZ, flags));
    expect(0, NX, Binary64.toUint64(bits(-0.9), RTZ, flags));
    expect(0, NV, Binary64.toUint64(bits(-0.9), RDN, flags));
  }

  @Test
  void integersThatNeedMoreBitsAreRounded() {
    expect(bits(0x1p63), NX, Binary64.fromInt64(Long.MAX_VALUE, RNE, flags));
    expect(bits(0x1p63) - 1, NX, Binary64.fromInt64(Long.MAX_VALUE, RTZ, flags));
    expect(bits(-0x1p63), 0, Binary64.fromInt64(Long.MIN_VALUE, RTZ, flags));
    expect(bits(0x1p64), NX, Binary64.fromUint64(-1, RNE, flags));
    expect(bits(4294967295.0), 0, Binary64.fromUint32(-1));
    expect(bits(-1), 0, Binary64.fromInt32(-1));
  }

  @Test
  void binary32IsHeldExactly() {
    expect(bits(0x1p-149), 0, Binary64.fromBinary32(1, flags));
    expect(NAN, 0, Binary64.fromBinary32(0xffc0_0001, flags));
    expect(NAN, NV, Binary64.fromBinary32(0x7f80_0001, flags));
  }
}
