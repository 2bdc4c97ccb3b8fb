package spool.emulator.fp;

import java.math.BigInteger;

/// The number `significand` × 2^`exponent`, without limits: all that sums and products of binary
/// floating-point numbers can be.
record Dyadic(BigInteger significand, int exponent) implements Comparable<Dyadic> {
  static Dyadic powerOfTwo(int exponent) {
    return new Dyadic(BigInteger.ONE, exponent);
  }

  static Dyadic of(BigInteger integer) {
    return new Dyadic(integer, 0);
  }

  Dyadic plus(Dyadic other) {
    int least = Math.min(exponent, other.exponent);
    return new Dyadic(inUnitsOf(least).add(other.inUnitsOf(least)), least);
  }

  Dyadic times(Dyadic other) {
    return new Dyadic(significand.multiply(other.significand), exponent + other.exponent);
  }

  Dyadic half() {
    return new Dyadic(significand, exponent - 1);
  }

  Dyadic negate() {
    return new Dyadic(significand.negate(), exponent);
  }

  Dyadic abs() {
    return new Dyadic(significand.abs(), exponent);
  }

  int signum() {
    return significand.signum();
  }

  /// The greatest integer that is not above this.
  BigInteger floor() {
    return significand.shiftLeft(exponent);
  }

  @Override
  public int compareTo(Dyadic other) {
    int least = Math.min(exponent, other.exponent);
    return inUnitsOf(least).compareTo(other.inUnitsOf(least));
  }

  private BigInteger inUnitsOf(int least) {
    return significand.shiftLeft(exponent - least);
  }
}
