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

/// Cases that are the same in every format, but for the numbers at its ends.
abstract class FormatCases {
  final ExceptionFlags flags = new ExceptionFlags();

  private final FormatOperations format;
  private final int precision;
  private final double largest;
  private final double smallestNormal;
  private final long one;
  private final long minusOne;
  private final long nan;
  private final long signaling;
  private final long infinity;
  private final long minusInfinity;
  private final long minusZero;

  /// Cases of a format with so many bits of precision and these ends.
  FormatCases(FormatOperations format, int precision, double largest, double smallestNormal) {
    this.format = format;
    this.precision = precision;
    this.largest = largest;
    this.smallestNormal = smallestNormal;
    one = format.bits(1);
    minusOne = format.bits(-1);
    infinity = format.bits(Double.POSITIVE_INFINITY);
    minusInfinity = format.bits(Double.NEGATIVE_INFINITY);
    minusZero = format.bits(-0.0);
    nan = infinity | (1L << (precision - 2));
    signaling = infinity | 1;
  }

  /// Holds the bits and all flags raised since the last call against what is expected.
  void expect(long expected, int raised, long actual) {
    assertEquals(Long.toHexString(expected), Long.toHexString(actual));
    assertEquals(raised, flags.accrued);
    flags.set(0);
  }

  private long bits(double value) {
    return format.bits(value);
  }

  /// 2 to the power of `exponent`.
  private long power(int exponent) {
    return bits(Math.scalb(1.0, exponent));
  }

  /// 1 + 2^-p lies halfway between 1 and its successor, 1 + 3 × 2^-p between the next two, where p
  /// is the precision. The columns tell by how many units the results differ from ±1.
  @ParameterizedTest
  @CsvSource({"0,0,2,0,2", "1,0,1,0,1", "2,0,1,1,2", "3,1,2,0,1", "4,1,2,1,2"})
  void everyModeTreatsTiesInItsWay(
      int rounding, int even, int odd, int negativeEven, int negativeOdd) {
    long half = power(-precision);
    expect(one + even, NX, format.add(one, half, rounding, flags));
    expect(one + odd, NX, format.add(one + 1, half, rounding, flags));
    expect(minusOne + negativeEven, NX, format.subtract(minusOne, half, rounding, flags));
    expect(minusOne + negativeOdd, NX, format.subtract(minusOne + 1, half, rounding, flags));
  }

  @Test
  void exactResultsRaiseNothing() {
    expect(bits(3.5), 0, format.add(bits(1.25), bits(2.25), RNE, flags));
    expect(bits(-1), 0, format.subtract(bits(1.25), bits(2.25), RNE, flags));
    expect(bits(-2.8125), 0, format.multiply(bits(1.25), bits(-2.25), RNE, flags));
    expect(bits(0.625), 0, format.divide(bits(5), bits(8), RNE, flags));
    expect(bits(1.5), 0, format.squareRoot(bits(2.25), RNE, flags));
    expect(bits(7), 0, format.fusedMultiplyAdd(bits(2), bits(3), one, RNE, flags));
  }

  @ParameterizedTest
  @CsvSource({"0,true,true", "1,false,false", "2,false,true", "3,true,false", "4,true,true"})
  void overflowGivesInfinityOrTheLargestNumber(
      int rounding, boolean infinite, boolean minusInfinite) {
    long most = bits(largest);
    expect(infinite ? infinity : most, OF | NX, format.multiply(most, bits(2), rounding, flags));
    expect(
        minusInfinite ? minusInfinity : bits(-largest),
        OF | NX,
        format.multiply(most, bits(-2), rounding, flags));
  }

  @Test
  void zerosOfZeroOperandsAreExact() {
    expect(0, 0, format.divide(0, infinity, RNE, flags));
    expect(minusZero, 0, format.divide(minusZero, bits(3), RNE, flags));
    expect(minusZero, 0, format.multiply(0, bits(-0.1), RNE, flags));
    expect(0, 0, format.fusedMultiplyAdd(bits(0.1), 0, 0, RNE, flags));
  }

  @Test
  void underflowIsTinyAndInexact() {
    long smallest = 1;
    expect(0, UF | NX, format.multiply(smallest, bits(0.5), RNE, flags));
    expect(smallest, UF | NX, format.multiply(smallest, bits(0.5), RUP, flags));
    expect(smallest, UF | NX, format.multiply(smallest, bits(0.5), RMM, flags));
    expect(minusZero, UF | NX, format.multiply(smallest, bits(-0.5), RTZ, flags));
    long half = bits(smallestNormal / 2);
    expect(half, 0, format.divide(bits(smallestNormal), bits(2), RNE, flags));
    expect(half - 1, 0, format.subtract(half, smallest, RNE, flags));
  }

  /// The smallest normal number less a half or a quarter of the smallest number: with no limit to
  /// the exponent, the first could have been kept below that number, and to nearest the second
  /// could not.
  @Test
  void tininessIsDetectedAfterRounding() {
    long normal = bits(smallestNormal);
    expect(normal, UF | NX, normalLess(-1, RNE));
    expect(normal, NX, normalLess(-2, RNE));
    expect(normal, NX, normalLess(-2, RUP));
    expect(normal - 1, UF | NX, normalLess(-2, RDN));
  }

  /// The smallest normal number less 2^`exponent` of the smallest number.
  private long normalLess(int exponent, int rounding) {
    int half = Math.getExponent(smallestNormal) / 2;
    int rest = Math.getExponent(smallestNormal) - half - precision + 1 + exponent;
    long normal = bits(smallestNormal);
    return format.fusedMultiplyAdd(
        bits(-Math.scalb(1.0, half)), power(rest), normal, rounding, flags);
  }

  @Test
  void invalidOperationsGiveTheCanonicalNaN() {
    expect(nan, NV, format.subtract(infinity, infinity, RNE, flags));
    expect(nan, NV, format.multiply(0, minusInfinity, RNE, flags));
    expect(nan, NV, format.divide(infinity, minusInfinity, RNE, flags));
    expect(nan, NV, format.squareRoot(minusOne, RNE, flags));
    expect(nan, NV, format.fusedMultiplyAdd(infinity, one, minusInfinity, RNE, flags));
    expect(nan, NV, format.fusedMultiplyAdd(infinity, 0, nan, RNE, flags));
    expect(nan, NV, format.add(signaling, one, RNE, flags));
  }

  @Test
  void quietNaNsPassWithoutTheirPayload() {
    long payload = nan | minusZero | 0x1234;
    expect(nan, 0, format.add(payload, one, RNE, flags));
    expect(nan, 0, format.squareRoot(payload, RNE, flags));
    expect(nan, 0, format.fusedMultiplyAdd(one, one, payload, RNE, flags));
    expect(nan, NV, format.fusedMultiplyAdd(infinity, 0, payload, RNE, flags));
  }

  @Test
  void divisionByZeroIsNotInvalidUnlessOfZero() {
    expect(infinity, DZ, format.divide(one, 0, RNE, flags));
    expect(minusInfinity, DZ, format.divide(one, minusZero, RTZ, flags));
    expect(infinity, 0, format.divide(infinity, 0, RNE, flags));
    expect(nan, NV, format.divide(0, minusZero, RNE, flags));
  }

  @Test
  void zerosKeepTheirSigns() {
    expect(0, 0, format.subtract(one, one, RNE, flags));
    expect(minusZero, 0, format.subtract(one, one, RDN, flags));
    expect(minusZero, 0, format.add(minusZero, minusZero, RUP, flags));
    expect(minusZero, 0, format.multiply(0, minusOne, RDN, flags));
    expect(minusZero, 0, format.squareRoot(minusZero, RNE, flags));
    expect(minusZero, 0, format.fusedMultiplyAdd(one, one, minusOne, RDN, flags));
  }

  @Test
  void minimumAndMaximumPreferNumbers() {
    expect(minusZero, 0, format.minimum(0, minusZero, flags));
    expect(minusZero, 0, format.minimum(minusZero, 0, flags));
    expect(0, 0, format.maximum(minusZero, 0, flags));
    expect(0, 0, format.maximum(0, minusZero, flags));
    expect(one, 0, format.minimum(nan, one, flags));
    expect(one, NV, format.maximum(one, signaling, flags));
    expect(nan, 0, format.minimum(nan, nan | minusZero, flags));
  }

  @Test
  void onlyEqualityIsQuiet() {
    assertFalse(format.equal(nan, nan, flags));
    assertTrue(format.equal(0, minusZero, flags));
    assertTrue(format.less(minusOne, one, flags));
    assertTrue(format.lessOrEqual(one, one, flags));
    assertEquals(0, flags.accrued);
    assertFalse(format.less(one, nan, flags));
    assertEquals(NV, flags.accrued);
    flags.set(0);
    assertFalse(format.lessOrEqual(one, nan, flags));
    assertEquals(NV, flags.accrued);
  }

  @Test
  void eachClassHasItsBit() {
    long[] byClass = {
      minusInfinity, minusOne, minusZero + 1, minusZero, 0, 1, one, infinity, signaling, nan
    };
    for (int bit = 0; bit < byClass.length; bit++) {
      assertEquals(1L << bit, format.classify(byClass[bit]));
    }
  }
}
