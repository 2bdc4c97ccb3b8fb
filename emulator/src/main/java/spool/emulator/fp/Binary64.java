package spool.emulator.fp;

import static java.lang.Double.doubleToRawLongBits;
import static java.lang.Double.longBitsToDouble;
import static spool.emulator.fp.ExceptionFlags.NV;
import static spool.emulator.fp.ExceptionFlags.NX;
import static spool.emulator.fp.Format.BINARY32;
import static spool.emulator.fp.Format.BINARY64;

/// Arithmetic of the D extension on the bits of binary64 numbers. The rounding mode is one of the
/// five of [Rounding]; a result that is not a number is always the canonical NaN.
///
/// # The quick way
///
/// The JVM's arithmetic rounds to nearest even and tells nothing of exceptions. It serves in that
/// mode wherever NX is the only flag that can come of the operation; everything else goes to
/// [Exact]. That is so if the result is finite and, except for a sum, well above the subnormal
/// numbers:
///
/// - A finite result has finite operands and did not overflow.
/// - A sum that would be subnormal is exact, since both operands are multiples of the smallest
///   number.
/// - A product or quotient of zero is exact if an operand is zero, and so is the sum of such a
///   product and zero.
/// - The residual of another product, quotient or root (`x` × `y` - result, and so on) tells
///   whether it is exact. One fused operation finds it, and cannot lose it below the smallest
///   number if the product is at least [#LEAST].
///
/// If NX has accrued already, nothing is left to be found out.
///
/// Invariant: both ways give the same bits and the same flags.
public final class Binary64 {
  /// The smallest product whose residual is safe: the last of its 106 bits stays above 2^-1074.
  private static final double LEAST = 0x1p-960;

  private Binary64() {}

  /// `a` + `b`.
  public static long add(long a, long b, int rounding, ExceptionFlags flags) {
    double x = longBitsToDouble(a);
    double y = longBitsToDouble(b);
    double sum = x + y;
    if (rounding != Rounding.RNE || !Double.isFinite(sum)) {
      return Exact.add(BINARY64, a, b, rounding, flags);
    }
    if (!flags.isInexact() && !isExactSum(x, y, sum)) {
      flags.raise(NX);
    }
    return doubleToRawLongBits(sum);
  }

  /// `a` - `b`. Not by [#add], for which the sign of `b` would have to be changed first: as a bit,
  /// that takes it out of the host's floating-point registers and back.
  public static long subtract(long a, long b, int rounding, ExceptionFlags flags) {
    double x = longBitsToDouble(a);
    double y = longBitsToDouble(b);
    double difference = x - y;
    if (rounding != Rounding.RNE || !Double.isFinite(difference)) {
      return Exact.add(BINARY64, a, b ^ Long.MIN_VALUE, rounding, flags);
    }
    if (!flags.isInexact() && !isExactSum(x, -y, difference)) {
      flags.raise(NX);
    }
    return doubleToRawLongBits(difference);
  }

  /// `a` × `b`.
  public static long multiply(long a, long b, int rounding, ExceptionFlags flags) {
    double x = longBitsToDouble(a);
    double y = longBitsToDouble(b);
    double product = x * y;
    if (rounding != Rounding.RNE || !(isOrdinary(product) || isZero(x, y, product))) {
      return Exact.multiply(BINARY64, a, b, rounding, flags);
    }
    if (!flags.isInexact() && Math.fma(x, y, -product) != 0) {
      flags.raise(NX);
    }
    return doubleToRawLongBits(product);
  }

  /// `a` ÷ `b`.
  public static long divide(long a, long b, int rounding, ExceptionFlags flags) {
    double x = longBitsToDouble(a);
    double y = longBitsToDouble(b);
    double quotient = x / y;
    boolean isZero = x == 0 && quotient == 0;
    if (rounding != Rounding.RNE || !(isZero || (isOrdinary(quotient) && isOrdinary(x)))) {
      return Exact.divide(BINARY64, a, b, rounding, flags);
    }
    if (!flags.isInexact() && !isZero && Math.fma(quotient, y, -x) != 0) {
      flags.raise(NX);
    }
    return doubleToRawLongBits(quotient);
  }

  /// The square root of `a`.
  public static long squareRoot(long a, int rounding, ExceptionFlags flags) {
    double x = longBitsToDouble(a);
    double root = Math.sqrt(x);
    if (rounding != Rounding.RNE || !isOrdinary(x) || x < 0) {
      return Exact.squareRoot(BINARY64, a, rounding, flags);
    }
    if (!flags.isInexact() && Math.fma(root, root, -x) != 0) {
      flags.raise(NX);
    }
    return doubleToRawLongBits(root);
  }

  /// `a` × `b` + `c`, rounded once. For the other three fused instructions the caller negates
  /// operands.
  public static long fusedMultiplyAdd(long a, long b, long c, int rounding, ExceptionFlags flags) {
    double x = longBitsToDouble(a);
    double y = longBitsToDouble(b);
    double z = longBitsToDouble(c);
    double sum = Math.fma(x, y, z);
    boolean isZero = z == 0 && isZero(x, y, sum);
    boolean isQuick = isZero || (isOrdinary(sum) && (flags.isInexact() || isExact(x, y, z)));
    return rounding == Rounding.RNE && isQuick
        ? doubleToRawLongBits(sum)
        : Exact.fusedMultiplyAdd(BINARY64, a, b, c, rounding, flags);
  }

  /// Whether `x` × `y` and then its sum with `z` are exact: enough for an exact result, though not
  /// necessary.
  private static boolean isExact(double x, double y, double z) {
    double product = x * y;
    return (isOrdinary(product) || isZero(x, y, product))
        && Math.fma(x, y, -product) == 0
        && isExactSum(product, z, product + z);
  }

  /// Taking the larger operand from a rounded sum is always exact. Thus an exact sum gives back
  /// both operands, and an inexact one does not give back the smaller.
  static boolean isExactSum(double x, double y, double sum) {
    return sum - x == y && sum - y == x;
  }

  /// Whether a product is zero because an operand is.
  static boolean isZero(double x, double y, double product) {
    return product == 0 && (x == 0 || y == 0);
  }

  private static boolean isOrdinary(double value) {
    double magnitude = Math.abs(value);
    return magnitude >= LEAST && magnitude <= Double.MAX_VALUE;
  }

  /// The smaller operand; -0 is smaller than +0, and a number is preferred to a NaN (IEEE 754-2019
  /// `minimumNumber`).
  public static long minimum(long a, long b, ExceptionFlags flags) {
    double x = longBitsToDouble(a);
    double y = longBitsToDouble(b);
    return isUnordered(x, y) ? BINARY64.numberOf(a, b, flags) : doubleToRawLongBits(Math.min(x, y));
  }

  /// The larger operand, with the rules of [#minimum].
  public static long maximum(long a, long b, ExceptionFlags flags) {
    double x = longBitsToDouble(a);
    double y = longBitsToDouble(b);
    return isUnordered(x, y) ? BINARY64.numberOf(a, b, flags) : doubleToRawLongBits(Math.max(x, y));
  }

  /// Whether `a` = `b`; only a signaling NaN is invalid.
  public static boolean equal(long a, long b, ExceptionFlags flags) {
    double x = longBitsToDouble(a);
    double y = longBitsToDouble(b);
    if (isUnordered(x, y)) {
      BINARY64.raiseIfSignaling(a, b, flags);
    }
    return x == y;
  }

  /// Whether `a` < `b`; any NaN is invalid.
  public static boolean less(long a, long b, ExceptionFlags flags) {
    double x = longBitsToDouble(a);
    double y = longBitsToDouble(b);
    if (isUnordered(x, y)) {
      flags.raise(NV);
    }
    return x < y;
  }

  /// Whether `a` ≤ `b`; any NaN is invalid.
  public static boolean lessOrEqual(long a, long b, ExceptionFlags flags) {
    double x = longBitsToDouble(a);
    double y = longBitsToDouble(b);
    if (isUnordered(x, y)) {
      flags.raise(NV);
    }
    return x <= y;
  }

  private static boolean isUnordered(double x, double y) {
    return Double.isNaN(x) || Double.isNaN(y);
  }

  /// The class of `a` as `fclass.d` gives it, one bit of ten.
  public static int classify(long a) {
    return BINARY64.classify(a);
  }

  /// `a` as a signed 32-bit integer. In this and the next three, what does not fit saturates, a NaN
  /// to the top, and raises NV.
  public static int toInt32(long a, int rounding, ExceptionFlags flags) {
    return (int) toInteger(a, 1L << 31, Integer.MAX_VALUE, rounding, flags);
  }

  /// `a` as an unsigned 32-bit integer.
  public static int toUint32(long a, int rounding, ExceptionFlags flags) {
    return (int) toInteger(a, 0, 0xffff_ffffL, rounding, flags);
  }

  /// `a` as a signed 64-bit integer.
  public static long toInt64(long a, int rounding, ExceptionFlags flags) {
    return toInteger(a, Long.MIN_VALUE, Long.MAX_VALUE, rounding, flags);
  }

  /// `a` as an unsigned 64-bit integer.
  public static long toUint64(long a, int rounding, ExceptionFlags flags) {
    return toInteger(a, 0, -1L, rounding, flags);
  }

  /// From -`lowest` to `highest`, both unsigned.
  private static long toInteger(
      long a, long lowest, long highest, int rounding, ExceptionFlags flags) {
    double x = longBitsToDouble(a);
    double integral = integral(x, rounding);
    long integer = (long) integral;
    long limit = integer < 0 ? lowest : highest;
    if (!(Math.abs(integral) < 0x1p63) || Long.compareUnsigned(Math.abs(integer), limit) > 0) {
      return Exact.toInteger(BINARY64, a, lowest, highest, rounding, flags);
    }
    if (!flags.isInexact() && (double) integer != x) {
      flags.raise(NX);
    }
    return integer;
  }

  /// What the cast to an integer is to be given: the cast itself truncates. NaN if the JVM does not
  /// know the rounding mode.
  private static double integral(double x, int rounding) {
    return switch (rounding) {
      case Rounding.RNE -> Math.rint(x);
      case Rounding.RTZ -> x;
      case Rounding.RDN -> Math.floor(x);
      case Rounding.RUP -> Math.ceil(x);
      default -> Double.NaN;
    };
  }

  /// A signed 32-bit integer, always exact.
  public static long fromInt32(int integer) {
    return doubleToRawLongBits(integer);
  }

  /// An unsigned 32-bit integer, always exact.
  public static long fromUint32(int integer) {
    return doubleToRawLongBits((double) Integer.toUnsignedLong(integer));
  }

  /// A signed 64-bit integer.
  public static long fromInt64(long integer, int rounding, ExceptionFlags flags) {
    if (rounding != Rounding.RNE) {
      return Exact.fromInteger(BINARY64, integer < 0, Math.abs(integer), rounding, flags);
    }
    double nearest = (double) integer;
    if (!flags.isInexact() && (nearest == 0x1p63 || (long) nearest != integer)) {
      flags.raise(NX);
    }
    return doubleToRawLongBits(nearest);
  }

  /// An unsigned 64-bit integer.
  public static long fromUint64(long integer, int rounding, ExceptionFlags flags) {
    return integer >= 0
        ? fromInt64(integer, rounding, flags)
        : Exact.fromInteger(BINARY64, false, integer, rounding, flags);
  }

  /// A binary32 number, always exact.
  public static long fromBinary32(int a, ExceptionFlags flags) {
    float x = Float.intBitsToFloat(a);
    return Float.isNaN(x)
        ? Exact.convert(BINARY32, BINARY64, Integer.toUnsignedLong(a), Rounding.RNE, flags)
        : doubleToRawLongBits(x);
  }
}
