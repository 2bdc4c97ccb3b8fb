package spool.emulator.fp;

import static spool.emulator.fp.ExceptionFlags.DZ;
import static spool.emulator.fp.ExceptionFlags.NV;
import static spool.emulator.fp.ExceptionFlags.NX;
import static spool.emulator.fp.Format.LEADING;

/// The operations in integer arithmetic: any operands, any rounding mode, either format. They are
/// the definition to which the quicker ways of [Binary32] and [Binary64] are held, and what those
/// fall back on.
final class Exact {
  private Exact() {}

  /// `a` + `b`, as `a` × 1 + `b`.
  static long add(Format format, long a, long b, int rounding, ExceptionFlags flags) {
    return fusedMultiplyAdd(format, a, format.one(), b, rounding, flags);
  }

  /// `a` × `b`, as `a` × `b` + 0 with the zero of the product's sign, which changes nothing.
  static long multiply(Format format, long a, long b, int rounding, ExceptionFlags flags) {
    return fusedMultiplyAdd(format, a, b, format.sign(a ^ b), rounding, flags);
  }

  /// `a` × `b` + `c`, rounded once.
  static long fusedMultiplyAdd(
      Format format, long a, long b, long c, int rounding, ExceptionFlags flags) {
    if (!format.isFinite(a) || !format.isFinite(b) || !format.isFinite(c)) {
      return nonFiniteSum(format, a, b, c, flags);
    }
    if (format.isZero(a) || format.isZero(b)) {
      return format.isZero(c) ? sumOfZeros(format, a ^ b, c, rounding) : c;
    }
    Wide product = Wide.product(format.significand(a), format.significand(b));
    int exponent = format.exponent(a) + format.exponent(b);
    boolean negative = format.isNegative(a ^ b);
    return format.isZero(c)
        ? format.round(negative, exponent, product, rounding, flags)
        : sum(format, negative, exponent, product, c, rounding, flags);
  }

  private static long nonFiniteSum(Format format, long a, long b, long c, ExceptionFlags flags) {
    boolean infiniteProduct = format.isInfinite(a) || format.isInfinite(b);
    boolean invalidProduct = infiniteProduct && (format.isZero(a) || format.isZero(b));
    if (invalidProduct || isAnySignaling(format, a, b, c)) {
      return format.invalid(flags);
    }
    if (format.isNaN(a) || format.isNaN(b) || format.isNaN(c)) {
      return format.canonicalNaN();
    }
    if (!infiniteProduct) {
      return c;
    }
    boolean opposed = format.isInfinite(c) && format.isNegative(a ^ b ^ c);
    return opposed ? format.invalid(flags) : format.sign(a ^ b) | format.infinity();
  }

  private static boolean isAnySignaling(Format format, long a, long b, long c) {
    return format.isSignaling(a) || format.isSignaling(b) || format.isSignaling(c);
  }

  private static long sumOfZeros(Format format, long a, long b, int rounding) {
    return format.isNegative(a ^ b) ? cancelled(format, rounding) : format.sign(a);
  }

  /// The zero that x - x gives.
  private static long cancelled(Format format, int rounding) {
    return rounding == Rounding.RDN ? format.signBit() : 0;
  }

  /// Adds `c` to a product. Both are scaled to a leading one at bit 124 (or 125, for the product),
  /// and the one with the lower exponent is shifted to the other's place. If that loses bits, the
  /// shift was so long that the sum keeps its leading one within two places, far above the sticky
  /// bit.
  private static long sum(
      Format format,
      boolean negative,
      int exponent,
      Wide product,
      long c,
      int rounding,
      ExceptionFlags flags) {
    Wide addend = Wide.product(format.significand(c), 1L << LEADING);
    int distance = exponent - (format.exponent(c) - LEADING);
    int scale = Math.max(exponent, exponent - distance);
    Wide x = product.shiftRightSticky(Math.max(-distance, 0));
    Wide y = addend.shiftRightSticky(Math.max(distance, 0));
    if (negative == format.isNegative(c)) {
      return format.round(negative, scale, x.plus(y), rounding, flags);
    }
    Wide difference = x.minus(y);
    if (difference.isZero()) {
      return cancelled(format, rounding);
    }
    return difference.isNegative()
        ? format.round(!negative, scale, y.minus(x), rounding, flags)
        : format.round(negative, scale, difference, rounding, flags);
  }

  static long divide(Format format, long a, long b, int rounding, ExceptionFlags flags) {
    if (!format.isFinite(a) || !format.isFinite(b)) {
      return nonFiniteQuotient(format, a, b, flags);
    }
    long sign = format.sign(a ^ b);
    if (format.isZero(b)) {
      return divideByZero(format, a, sign, flags);
    }
    if (format.isZero(a)) {
      return sign;
    }
    return quotient(format, a, b, rounding, flags);
  }

  private static long nonFiniteQuotient(Format format, long a, long b, ExceptionFlags flags) {
    boolean invalid = format.isInfinite(a) && format.isInfinite(b);
    if (invalid || format.isSignaling(a) || format.isSignaling(b)) {
      return format.invalid(flags);
    }
    if (format.isNaN(a) || format.isNaN(b)) {
      return format.canonicalNaN();
    }
    long magnitude = format.isInfinite(a) ? format.infinity() : 0;
    return format.sign(a ^ b) | magnitude;
  }

  private static long divideByZero(Format format, long a, long sign, ExceptionFlags flags) {
    if (format.isZero(a)) {
      return format.invalid(flags);
    }
    flags.raise(DZ);
    return sign | format.infinity();
  }

  /// Long division with digits of ten bits: 60 bits after the binary point, the remainder sticky.
  /// Significands of 53 bits leave room for a digit above them.
  private static long quotient(Format format, long a, long b, int rounding, ExceptionFlags flags) {
    final int digit = 10;
    final int digits = 6;
    long divisor = format.significand(b) >>> digit;
    long dividend = format.significand(a) >>> digit;
    long quotient = dividend / divisor;
    long remainder = dividend % divisor;
    for (int i = 0; i < digits; i++) {
      remainder <<= digit;
      quotient = quotient << digit | remainder / divisor;
      remainder %= divisor;
    }
    return format.round(
        format.isNegative(a ^ b),
        format.exponent(a) - format.exponent(b) - digit * digits,
        remainder == 0 ? quotient : quotient | 1,
        rounding,
        flags);
  }

  static long squareRoot(Format format, long a, int rounding, ExceptionFlags flags) {
    if (format.isNaN(a)) {
      return quieted(format, a, flags);
    }
    if (format.isZero(a)) {
      return a;
    }
    if (format.isNegative(a)) {
      return format.invalid(flags);
    }
    return format.isInfinite(a) ? a : root(format, a, rounding, flags);
  }

  private static long quieted(Format format, long nan, ExceptionFlags flags) {
    return format.isSignaling(nan) ? format.invalid(flags) : format.canonicalNaN();
  }

  /// The root by hand, a bit at a time from two bits of the radicand: 32 bits of root out of the 64
  /// of the significand, and the rest out of the zeros that follow it, the remainder sticky. Its
  /// bits are as good as random, so that masks serve better than branches.
  private static long root(Format format, long a, int rounding, ExceptionFlags flags) {
    final int bits = 58;
    int odd = format.exponent(a) & 1;
    long radicand = format.significand(a) << odd;
    long remainder = 0;
    long root = 0;
    for (int i = 0; i < bits; i++) {
      remainder = remainder << 2 | radicand >>> 62;
      radicand <<= 2;
      long trial = root << 2 | 1;
      long tooMuch = (remainder - trial) >> 63;
      remainder -= trial & ~tooMuch;
      root = root << 1 | (1 + tooMuch);
    }
    int exponent = (format.exponent(a) - odd) / 2 - (bits - 32);
    return format.round(false, exponent, remainder == 0 ? root : root | 1, rounding, flags);
  }

  /// Converts between the formats.
  static long convert(Format from, Format to, long a, int rounding, ExceptionFlags flags) {
    if (from.isNaN(a)) {
      return from.isSignaling(a) ? to.invalid(flags) : to.canonicalNaN();
    }
    boolean negative = from.isNegative(a);
    if (from.isZero(a) || from.isInfinite(a)) {
      return (negative ? to.signBit() : 0) | (from.isZero(a) ? 0 : to.infinity());
    }
    return to.round(negative, from.exponent(a), from.significand(a), rounding, flags);
  }

  /// ±`magnitude`, an unsigned integer, as a number of `format`.
  static long fromInteger(
      Format format, boolean negative, long magnitude, int rounding, ExceptionFlags flags) {
    return magnitude == 0 ? 0 : format.round(negative, 0, magnitude, rounding, flags);
  }

  /// `a` rounded to an integer from -`lowest` to `highest`, both of them unsigned. What lies
  /// outside gives the nearer end, a NaN the upper, and both raise NV alone (RISC-V,
  /// "Single-Precision Floating-Point Conversion and Move Instructions").
  static long toInteger(
      Format format, long a, long lowest, long highest, int rounding, ExceptionFlags flags) {
    boolean negative = format.isNegative(a) && !format.isNaN(a);
    long limit = negative ? lowest : highest;
    // Infinities and NaNs have the greatest exponent of all; zero has no significand.
    int exponent = format.exponent(a);
    int places = Math.clamp(-(long) exponent, 0, LEADING);
    long aligned = Wide.shiftRightSticky(format.significand(a), Math.max(-exponent - LEADING, 0));
    long magnitude =
        places == 0
            ? aligned << Math.max(exponent, 0)
            : Rounding.roundOff(aligned, places, negative, rounding);
    if (exponent > 63 - LEADING || Long.compareUnsigned(magnitude, limit) > 0) {
      flags.raise(NV);
      return negative ? -limit : limit;
    }
    if (places != 0 && aligned << -places != 0) {
      flags.raise(NX);
    }
    return negative ? -magnitude : magnitude;
  }
}
