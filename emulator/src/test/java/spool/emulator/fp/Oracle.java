package spool.emulator.fp;

import static spool.emulator.fp.ExceptionFlags.DZ;
import static spool.emulator.fp.ExceptionFlags.NV;
import static spool.emulator.fp.ExceptionFlags.NX;
import static spool.emulator.fp.ExceptionFlags.OF;
import static spool.emulator.fp.ExceptionFlags.UF;

import java.math.BigInteger;

/// The operations by the letter of IEEE 754: the exact result, and then the one of all numbers of
/// the format that the rounding mode chooses, found by search. Slow, and sharing nothing with what
/// it judges.
record Oracle(int precision, int greatestExponent) {
  static final Oracle BINARY32 = new Oracle(24, 127);
  static final Oracle BINARY64 = new Oracle(53, 1023);

  /// A positive real number, known by how it compares with others.
  private interface Magnitude {
    int comparedWith(Dyadic other);
  }

  Outcome add(long a, long b, int rounding) {
    return isFinite(a) && isFinite(b)
        ? sum(value(a), isNegative(a), b, rounding)
        : special(number(a) + number(b), 0, a, b);
  }

  Outcome subtract(long a, long b, int rounding) {
    return isNaN(b) ? add(a, b, rounding) : add(a, b ^ signBit(), rounding);
  }

  Outcome multiply(long a, long b, int rounding) {
    if (!isFinite(a) || !isFinite(b)) {
      return special(number(a) * number(b), 0, a, b);
    }
    return round(isNegative(a ^ b), value(a).times(value(b)).abs(), rounding);
  }

  Outcome divide(long a, long b, int rounding) {
    if (!isFinite(a) || !isFinite(b) || isZero(b)) {
      boolean divisionByZero = isFinite(a) && !isZero(a) && isZero(b);
      return special(number(a) / number(b), divisionByZero ? DZ : 0, a, b);
    }
    Dyadic dividend = value(a).abs();
    Dyadic divisor = value(b).abs();
    return isZero(a)
        ? zero(isNegative(a ^ b))
        : round(isNegative(a ^ b), x -> dividend.compareTo(x.times(divisor)), rounding);
  }

  Outcome squareRoot(long a, int rounding) {
    if (!isFinite(a) || isZero(a) || isNegative(a)) {
      return special(Math.sqrt(number(a)), 0, a);
    }
    return round(false, x -> value(a).compareTo(x.times(x)), rounding);
  }

  Outcome fusedMultiplyAdd(long a, long b, long c, int rounding) {
    if (isFinite(a) && isFinite(b) && isFinite(c)) {
      return sum(value(a).times(value(b)), isNegative(a ^ b), c, rounding);
    }
    double product = isFinite(a) && isFinite(b) ? 0 : number(a) * number(b);
    boolean invalidProduct = Double.isNaN(product) && !isNaN(a) && !isNaN(b);
    return special(product + number(c), invalidProduct ? NV : 0, a, b, c);
  }

  /// `x` + `c`, where a zero `x` has a sign.
  private Outcome sum(Dyadic x, boolean negative, long c, int rounding) {
    Dyadic sum = x.plus(value(c));
    if (sum.signum() == 0) {
      return zero(negative == isNegative(c) ? negative : rounding == Rounding.RDN);
    }
    return round(sum.signum() < 0, sum.abs(), rounding);
  }

  Outcome minimum(long a, long b) {
    return selected(a, b, Math.min(number(a), number(b)));
  }

  Outcome maximum(long a, long b) {
    return selected(a, b, Math.max(number(a), number(b)));
  }

  private Outcome selected(long a, long b, double ofNumbers) {
    int flags = isSignaling(a) || isSignaling(b) ? NV : 0;
    if (isNaN(a) && isNaN(b)) {
      return new Outcome(canonicalNaN(), flags);
    }
    if (isNaN(a) || isNaN(b)) {
      return new Outcome(isNaN(a) ? b : a, flags);
    }
    boolean isFirst = Double.doubleToLongBits(ofNumbers) == Double.doubleToLongBits(number(a));
    return Outcome.quiet(isFirst ? a : b);
  }

  Outcome equal(long a, long b) {
    return Outcome.of(number(a) == number(b), isSignaling(a) || isSignaling(b) ? NV : 0);
  }

  Outcome less(long a, long b) {
    return Outcome.of(number(a) < number(b), isNaN(a) || isNaN(b) ? NV : 0);
  }

  Outcome lessOrEqual(long a, long b) {
    return Outcome.of(number(a) <= number(b), isNaN(a) || isNaN(b) ? NV : 0);
  }

  /// Converts an encoding of this format to `target`.
  Outcome convert(Oracle target, long a, int rounding) {
    return isFinite(a)
        ? target.round(isNegative(a), value(a).abs(), rounding)
        : target.special(number(a), isSignaling(a) ? NV : 0);
  }

  /// From the low `width` bits of `integer`.
  Outcome fromSigned(int width, long integer, int rounding) {
    long extended = integer << -width >> -width;
    return round(extended < 0, Dyadic.of(BigInteger.valueOf(extended).abs()), rounding);
  }

  /// From the low `width` bits of `integer`.
  Outcome fromUnsigned(int width, long integer, int rounding) {
    BigInteger modulus = BigInteger.TWO.pow(width);
    return round(false, Dyadic.of(BigInteger.valueOf(integer).mod(modulus)), rounding);
  }

  Outcome toSigned(int width, long a, int rounding) {
    BigInteger end = BigInteger.TWO.pow(width - 1);
    return toInteger(a, end.negate(), end.subtract(BigInteger.ONE), rounding);
  }

  Outcome toUnsigned(int width, long a, int rounding) {
    BigInteger highest = BigInteger.TWO.pow(width).subtract(BigInteger.ONE);
    return toInteger(a, BigInteger.ZERO, highest, rounding);
  }

  private Outcome toInteger(long a, BigInteger lowest, BigInteger highest, int rounding) {
    if (!isFinite(a)) {
      boolean bottom = !isNaN(a) && isNegative(a);
      return new Outcome((bottom ? lowest : highest).longValue(), NV);
    }
    BigInteger floor = value(a).abs().floor();
    Dyadic below = Dyadic.of(floor);
    Dyadic above = Dyadic.of(floor.add(BigInteger.ONE));
    boolean exact = below.compareTo(value(a).abs()) == 0;
    boolean up =
        isUpper(
            isNegative(a), value(a).abs()::compareTo, below, above, !floor.testBit(0), rounding);
    BigInteger magnitude = exact || !up ? floor : above.floor();
    BigInteger rounded = isNegative(a) ? magnitude.negate() : magnitude;
    BigInteger clamped = rounded.max(lowest).min(highest);
    int flags = exact ? 0 : NX;
    return new Outcome(clamped.longValue(), clamped.equals(rounded) ? flags : NV);
  }

  private Outcome round(boolean negative, Dyadic magnitude, int rounding) {
    return magnitude.signum() == 0
        ? zero(negative)
        : round(negative, magnitude::compareTo, rounding);
  }

  /// Chooses between the two neighbours of an exact result, infinity being a neighbour that stands
  /// at the next power of two.
  private Outcome round(boolean negative, Magnitude exact, int rounding) {
    long below = greatestNotAbove(exact);
    if (exact.comparedWith(value(below)) == 0) {
      return Outcome.quiet(below | (negative ? signBit() : 0));
    }
    boolean even = (below & 1) == 0;
    boolean up = isUpper(negative, exact, value(below), value(below + 1), even, rounding);
    long chosen = up ? below + 1 : below;
    boolean overflows = chosen == infinity() || exact.comparedWith(value(infinity())) >= 0;
    int flags = overflows ? OF | NX : isTiny(negative, exact, rounding) ? UF | NX : NX;
    return new Outcome(chosen | (negative ? signBit() : 0), flags);
  }

  private long greatestNotAbove(Magnitude exact) {
    long low = 0;
    long high = infinity();
    while (high - low > 1) {
      long middle = (low + high) >>> 1;
      if (exact.comparedWith(value(middle)) >= 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// Whether it is less than the smallest normal number when rounded with no limit to the exponent:
  /// below that number, others are then half as far apart as above it.
  private boolean isTiny(boolean negative, Magnitude exact, int rounding) {
    Dyadic smallest = value(smallestNormal());
    Dyadic spacing = Dyadic.powerOfTwo(1 - greatestExponent - precision);
    Dyadic below = smallest.plus(spacing.negate());
    if (exact.comparedWith(smallest) >= 0) {
      return false;
    }
    return exact.comparedWith(below) <= 0
        || !isUpper(negative, exact, below, smallest, false, rounding);
  }

  /// Which of its neighbours a number strictly between them is rounded to.
  private static boolean isUpper(
      boolean negative, Magnitude exact, Dyadic below, Dyadic above, boolean even, int rounding) {
    int half = exact.comparedWith(below.plus(above).half());
    return switch (rounding) {
      case Rounding.RNE -> half > 0 || (half == 0 && !even);
      case Rounding.RTZ -> false;
      case Rounding.RDN -> negative;
      case Rounding.RUP -> !negative;
      case Rounding.RMM -> half >= 0;
      default -> throw new IllegalArgumentException("rounding mode " + rounding);
    };
  }

  /// A result that no rounding mode alters, which the JVM's arithmetic gives as well.
  private Outcome special(double result, int flags, long... operands) {
    boolean fromNaN = false;
    int raised = flags;
    for (long operand : operands) {
      fromNaN |= isNaN(operand);
      raised |= isSignaling(operand) ? NV : 0;
    }
    if (Double.isNaN(result)) {
      boolean invalid = operands.length > 0 && !fromNaN;
      return new Outcome(canonicalNaN(), invalid ? raised | NV : raised);
    }
    boolean negative = Math.copySign(1, result) < 0;
    long magnitude = Double.isInfinite(result) ? infinity() : 0;
    return new Outcome(magnitude | (negative ? signBit() : 0), raised);
  }

  private Outcome zero(boolean negative) {
    return Outcome.quiet(negative ? signBit() : 0);
  }

  /// The value that an encoding stands for; for infinity, the power of two after the largest
  /// number.
  Dyadic value(long bits) {
    long fraction = bits & (smallestNormal() - 1);
    int field = (int) ((bits & (signBit() - 1)) >>> (precision - 1));
    long significand = field == 0 ? fraction : fraction | smallestNormal();
    int exponent = Math.max(field, 1) - greatestExponent - (precision - 1);
    Dyadic magnitude = new Dyadic(BigInteger.valueOf(significand), exponent);
    return isNegative(bits) ? magnitude.negate() : magnitude;
  }

  private double number(long bits) {
    return precision == 24 ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
  }

  long signBit() {
    return precision == 24 ? 1L << 31 : 1L << 63;
  }

  long infinity() {
    return (2L * greatestExponent + 1) << (precision - 1);
  }

  long canonicalNaN() {
    return infinity() | 1L << (precision - 2);
  }

  long smallestNormal() {
    return 1L << (precision - 1);
  }

  private boolean isNegative(long bits) {
    return (bits & signBit()) != 0;
  }

  private boolean isZero(long bits) {
    return (bits & (signBit() - 1)) == 0;
  }

  private boolean isFinite(long bits) {
    return (bits & (signBit() - 1)) < infinity();
  }

  private boolean isNaN(long bits) {
    return (bits & (signBit() - 1)) > infinity();
  }

  private boolean isSignaling(long bits) {
    return isNaN(bits) && (bits & 1L << (precision - 2)) == 0;
  }
}
