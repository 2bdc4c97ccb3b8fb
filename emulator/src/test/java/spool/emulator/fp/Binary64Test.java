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

class Binary64Test {
  private static final long ONE = bits(1);
  private static final long MINUS_ONE = bits(-1);
  private static final long NAN = 0x7ff8_0000_0000_0000L;
  private static final long SIGNALING = 0x7ff0_0000_0000_0001L;
  private static final long INFINITY = bits(Double.POSITIVE_INFINITY);
  private static final long MINUS_INFINITY = bits(Double.NEGATIVE_INFINITY);
  private static final long LARGEST = bits(Double.MAX_VALUE);
  private static final long SMALLEST_NORMAL = bits(Double.MIN_NORMAL);
  private static final long SMALLEST = 1;
  private static final long MINUS_ZERO = Long.MIN_VALUE;

  private final ExceptionFlags flags = new ExceptionFlags();

  private static long bits(double value) {
    return Double.doubleToRawLongBits(value);
  }

  /// Holds the bits and all flags raised since the last call against what is expected.
  private void expect(long expected, int raised, long actual) {
    assertEquals(Long.toHexString(expected), Long.toHexString(actual));
    assertEquals(raised, flags.accrued());
    flags.set(0);
  }

  @Test
  void exactResultsRaiseNothing() {
    expect(bits(3.5), 0, Binary64.add(bits(1.25), bits(2.25), RNE, flags));
    expect(bits(-1), 0, Binary64.subtract(bits(1.25), bits(2.25), RNE, flags));
    expect(bits(-2.8125), 0, Binary64.multiply(bits(1.25), bits(-2.25), RNE, flags));
    expect(bits(0.625), 0, Binary64.divide(bits(5), bits(8), RNE, flags));
    expect(bits(1.5), 0, Binary64.squareRoot(bits(2.25), RNE, flags));
    expect(bits(7), 0, Binary64.fusedMultiplyAdd(bits(2), bits(3), ONE, RNE, flags));
  }

  /// 1 + 2^-53 lies halfway between 1 and its successor, 1 + 3 × 2^-53 between the next two. The
  /// columns tell by how many units the results differ from ±1.
  @ParameterizedTest
  @CsvSource({"0,0,2,0,2", "1,0,1,0,1", "2,0,1,1,2", "3,1,2,0,1", "4,1,2,1,2"})
  void everyModeTreatsTiesInItsWay(
      int rounding, int even, int odd, int negativeEven, int negativeOdd) {
    long half = bits(0x1p-53);
    expect(ONE + even, NX, Binary64.add(ONE, half, rounding, flags));
    expect(ONE + odd, NX, Binary64.add(ONE + 1, half, rounding, flags));
    expect(MINUS_ONE + negativeEven, NX, Binary64.subtract(MINUS_ONE, half, rounding, flags));
    expect(MINUS_ONE + negativeOdd, NX, Binary64.subtract(MINUS_ONE + 1, half, rounding, flags));
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

  @ParameterizedTest
  @CsvSource({"0,true,true", "1,false,false", "2,false,true", "3,true,false", "4,true,true"})
  void overflowGivesInfinityOrTheLargestNumber(
      int rounding, boolean infinite, boolean minusInfinite) {
    expect(
        infinite ? INFINITY : LARGEST,
        OF | NX,
        Binary64.multiply(LARGEST, bits(2), rounding, flags));
    expect(
        minusInfinite ? MINUS_INFINITY : bits(-Double.MAX_VALUE),
        OF | NX,
        Binary64.multiply(LARGEST, bits(-2), rounding, flags));
  }

  /// A quarter unit in the last place above the largest number is inexact, half a unit overflows.
  @Test
  void overflowBeginsHalfwayToTheNextPowerOfTwo() {
    expect(LARGEST, NX, Binary64.add(LARGEST, bits(0x1p969), RNE, flags));
    expect(INFINITY, OF | NX, Binary64.add(LARGEST, bits(0x1p970), RNE, flags));
    expect(LARGEST, NX, Binary64.add(LARGEST, bits(0x1p970), RTZ, flags));
  }

  @Test
  void underflowIsTinyAndInexact() {
    expect(0, UF | NX, Binary64.multiply(SMALLEST, bits(0.5), RNE, flags));
    expect(SMALLEST, UF | NX, Binary64.multiply(SMALLEST, bits(0.5), RUP, flags));
    expect(SMALLEST, UF | NX, Binary64.multiply(SMALLEST, bits(0.5), RMM, flags));
    expect(MINUS_ZERO, UF | NX, Binary64.multiply(SMALLEST, bits(-0.5), RTZ, flags));
    expect(bits(0x1p-1023), 0, Binary64.divide(SMALLEST_NORMAL, bits(2), RNE, flags));
    expect(bits(0x1p-1023) - 1, 0, Binary64.add(bits(0x1p-1023), bits(-0x1p-1074), RNE, flags));
  }

  /// The smallest normal number less 2^-1075 or 2^-1076: with no limit to the exponent, the first
  /// could have been kept below that number, and to nearest the second could not.
  @Test
  void tininessIsDetectedAfterRounding() {
    long factor = bits(-0x1p-1000);
    long tie = bits(0x1p-75);
    long near = bits(0x1p-76);
    expect(SMALLEST_NORMAL, UF | NX, fusedWithSmallestNormal(factor, tie, RNE));
    expect(SMALLEST_NORMAL, NX, fusedWithSmallestNormal(factor, near, RNE));
    expect(SMALLEST_NORMAL, NX, fusedWithSmallestNormal(factor, near, RUP));
    expect(SMALLEST_NORMAL - 1, UF | NX, fusedWithSmallestNormal(factor, near, RDN));
  }

  private long fusedWithSmallestNormal(long a, long b, int rounding) {
    return Binary64.fusedMultiplyAdd(a, b, SMALLEST_NORMAL, rounding, flags);
  }

  @Test
  void divisionByZeroIsNotInvalidUnlessOfZero() {
    expect(INFINITY, DZ, Binary64.divide(ONE, 0, RNE, flags));
    expect(MINUS_INFINITY, DZ, Binary64.divide(ONE, MINUS_ZERO, RTZ, flags));
    expect(INFINITY, 0, Binary64.divide(INFINITY, 0, RNE, flags));
    expect(NAN, NV, Binary64.divide(0, MINUS_ZERO, RNE, flags));
  }

  @Test
  void invalidOperationsGiveTheCanonicalNaN() {
    expect(NAN, NV, Binary64.subtract(INFINITY, INFINITY, RNE, flags));
    expect(NAN, NV, Binary64.multiply(0, MINUS_INFINITY, RNE, flags));
    expect(NAN, NV, Binary64.divide(INFINITY, MINUS_INFINITY, RNE, flags));
    expect(NAN, NV, Binary64.squareRoot(MINUS_ONE, RNE, flags));
    expect(NAN, NV, Binary64.fusedMultiplyAdd(INFINITY, ONE, MINUS_INFINITY, RNE, flags));
    expect(NAN, NV, Binary64.add(SIGNALING, ONE, RNE, flags));
  }

  @Test
  void quietNaNsPassWithoutTheirPayload() {
    long payload = 0xfff8_0000_0000_1234L;
    expect(NAN, 0, Binary64.add(payload, ONE, RNE, flags));
    expect(NAN, 0, Binary64.squareRoot(payload, RNE, flags));
    expect(NAN, 0, Binary64.fusedMultiplyAdd(ONE, ONE, payload, RNE, flags));
    expect(NAN, NV, Binary64.fusedMultiplyAdd(INFINITY, 0, payload, RNE, flags));
  }

  @Test
  void zerosKeepTheirSigns() {
    expect(0, 0, Binary64.subtract(ONE, ONE, RNE, flags));
    expect(MINUS_ZERO, 0, Binary64.subtract(ONE, ONE, RDN, flags));
    expect(MINUS_ZERO, 0, Binary64.add(MINUS_ZERO, MINUS_ZERO, RUP, flags));
    expect(MINUS_ZERO, 0, Binary64.multiply(0, MINUS_ONE, RDN, flags));
    expect(MINUS_ZERO, 0, Binary64.squareRoot(MINUS_ZERO, RNE, flags));
    expect(MINUS_ZERO, 0, Binary64.fusedMultiplyAdd(ONE, ONE, MINUS_ONE, RDN, flags));
  }

  @Test
  void minimumAndMaximumPreferNumbers() {
    expect(MINUS_ZERO, 0, Binary64.minimum(0, MINUS_ZERO, flags));
    expect(MINUS_ZERO, 0, Binary64.minimum(MINUS_ZERO, 0, flags));
    expect(0, 0, Binary64.maximum(MINUS_ZERO, 0, flags));
    expect(0, 0, Binary64.maximum(0, MINUS_ZERO, flags));
    expect(ONE, 0, Binary64.minimum(NAN, ONE, flags));
    expect(ONE, NV, Binary64.maximum(ONE, SIGNALING, flags));
    expect(NAN, 0, Binary64.minimum(NAN, NAN | Long.MIN_VALUE, flags));
  }

  @Test
  void onlyEqualityIsQuiet() {
    assertFalse(Binary64.equal(NAN, NAN, flags));
    assertTrue(Binary64.equal(0, MINUS_ZERO, flags));
    assertTrue(Binary64.less(MINUS_ONE, ONE, flags));
    assertTrue(Binary64.lessOrEqual(ONE, ONE, flags));
    assertEquals(0, flags.accrued());
    assertFalse(Binary64.less(ONE, NAN, flags));
    assertEquals(NV, flags.accrued());
  }

  @Test
  void eachClassHasItsBit() {
    long[] byClass = {
      MINUS_INFINITY, MINUS_ONE, MINUS_ZERO + 1, MINUS_ZERO, 0, 1, ONE, INFINITY, SIGNALING, NAN
    };
    for (int bit = 0; bit < byClass.length; bit++) {
      assertEquals(1 << bit, Binary64.classify(byClass[bit]));
    }
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
