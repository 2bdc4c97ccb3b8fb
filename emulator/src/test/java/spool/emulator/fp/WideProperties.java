package spool.emulator.fp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class WideProperties {
  private static final BigInteger MODULUS = BigInteger.TWO.pow(128);

  @Property(tries = 200)
  void productIsExact(@ForAll long x, @ForAll long y) {
    assertEquals(unsigned(x).multiply(unsigned(y)), value(Wide.product(x, y)));
  }

  @Property(tries = 200)
  void sumAndDifferenceAreModular(@ForAll("wides") Wide x, @ForAll("wides") Wide y) {
    assertEquals(value(x).add(value(y)).mod(MODULUS), value(x.plus(y)));
    assertEquals(value(x).subtract(value(y)).mod(MODULUS), value(x.minus(y)));
  }

  @Property(tries = 1000)
  void shiftKeepsTraceOfLostBits(
      @ForAll("wides") Wide x, @ForAll @IntRange(max = 200) int distance) {
    assertEquals(sticky(value(x), distance), value(x.shiftRightSticky(distance)));
  }

  @Property(tries = 500)
  void narrowShiftKeepsTraceOfLostBits(
      @ForAll("words") long x, @ForAll @IntRange(max = 100) int distance) {
    assertEquals(sticky(unsigned(x), distance), unsigned(Wide.shiftRightSticky(x, distance)));
  }

  @Property(tries = 500)
  void upperHalfKeepsTraceOfTheLower(
      @ForAll("wides") Wide x, @ForAll @IntRange(max = 127) int shift) {
    BigInteger shifted = value(x).shiftLeft(shift).mod(MODULUS);
    assertEquals(sticky(shifted, 64), unsigned(x.upperHalfSticky(shift)));
  }

  @Property(tries = 200)
  void leadingZerosAreCounted(@ForAll("wides") Wide x) {
    assertEquals(128 - value(x).bitLength(), x.leadingZeros());
    assertEquals(value(x).signum() == 0, x.isZero());
  }

  /// The quotient rounded down, made odd if it is not exact.
  private static BigInteger sticky(BigInteger value, int distance) {
    BigInteger quotient = value.shiftRight(distance);
    return quotient.shiftLeft(distance).equals(value) ? quotient : quotient.setBit(0);
  }

  private static BigInteger value(Wide wide) {
    return unsigned(wide.high()).shiftLeft(64).or(unsigned(wide.low()));
  }

  private static BigInteger unsigned(long bits) {
    return new BigInteger(Long.toUnsignedString(bits));
  }

  /// Words of few ones or few zeros beside any others.
  @Provide
  Arbitrary<Long> words() {
    Arbitrary<Long> powers = Arbitraries.integers().between(0, 63).map(place -> 1L << place);
    return Arbitraries.oneOf(Arbitraries.longs(), powers, powers.map(power -> ~power));
  }

  @Provide
  Arbitrary<Wide> wides() {
    return Combinators.combine(words(), words()).as(Wide::new);
  }
}
