package spool.emulator.fp;

import static java.lang.Float.floatToRawIntBits;
import static java.lang.Float.intBitsToFloat;
import static java.lang.Integer.toUnsignedLong;
import static spool.emulator.fp.ExceptionFlags.NV;
import static spool.emulator.fp.ExceptionFlags.NX;
import static spool.emulator.fp.Format.BINARY32;
import static spool.emulator.fp.Format.BINARY64;

/// Arithmetic of the F extension on the bits of binary32 numbers, in the two ways of [Binary64].
/// Whether a result is exact is found in binary64, which holds every product of two binary32
/// numbers, with range to spare.
public final class Binary32 {
  private static final int CANONICAL_NAN = 0x7fc0_0000;
  private static final long BOX = 0xffff_ffff_0000_0000L;

  private Binary32() {}

  /// The binary32 number in a 64-bit register; the canonical NaN if it is not boxed, that is, if
  /// the upper half is not all ones.
  public static int unbox(long register) {
    return register >>> 32 == BOX >>> 32 ? (int) register : CANONICAL_NAN;
  }

  /// What a 64-bit register holds for the number `a`.
  public static long box(int a) {
    return BOX | toUnsignedLong(a);
  }

  /// `a` + `b`.
  public static int add(int a, int b, int rounding, ExceptionFlags flags) {
    float x = intBitsToFloat(a);
    float y = intBitsToFloat(b);
    float sum = x + y;
    if (rounding != Rounding.RNE || !Float.isFinite(sum)) {
      return (int) Exact.add(BINARY32, toUnsignedLong(a), toUnsignedLong(b), rounding, flags);
    }
    if (!flags.isInexact() && (sum - x != y || sum - y != x)) {
      flags.raise(NX);
    }
    return floatToRawIntBits(sum);
  }

  /// `a` - `b`, by itself as in [Binary64#subtract].
  public static int subtract(int a, int b, int rounding, ExceptionFlags flags) {
    float x = intBitsToFloat(a);
    float y = intBitsToFloat(b);
    float difference = x - y;
    if (rounding != Rounding.RNE || !Float.isFinite(difference)) {
      int negated = b ^ Integer.MIN_VALUE;
      return (int) Exact.add(BINARY32, toUnsignedLong(a), toUnsignedLong(negated), rounding, flags);
    }
    if (!flags.isInexact() && (difference - x != -y || difference + y != x)) {
      flags.raise(NX);
    }
    return floatToRawIntBits(difference);
  }

  /// `a` × `b`.
  public static int multiply(int a, int b, int rounding, ExceptionFlags flags) {
    float x = intBitsToFloat(a);
    float y = intBitsToFloat(b);
    float product = x * y;
    boolean isZero = Binary64.isZero(x, y, product);
    if (rounding != Rounding.RNE || !(isOrdinary(product) || isZero)) {
      return (int) Exact.multiply(BINARY32, toUnsignedLong(a), toUnsignedLong(b), rounding, flags);
    }
    if (!flags.isInexact() && (double) x * y != product) {
      flags.raise(NX);
    }
    return floatToRawIntBits(product);
  }

  /// `a` ÷ `b`.
  public static int divide(int a, int b, int rounding, ExceptionFlags flags) {
    float x = intBitsToFloat(a);
    float y = intBitsToFloat(b);
    float quotient = x / y;
    boolean isZero = x == 0 && quotient == 0;
    if (rounding != Rounding.RNE || !(isOrdinary(quotient) || isZero)) {
      return (int) Exact.divide(BINARY32, toUnsignedLong(a), toUnsignedLong(b), rounding, flags);
    }
    if (!flags.isInexact() && !isZero && (double) quotient * y != x) {
      flags.raise(NX);
    }
    return floatToRawIntBits(quotient);
  }

  /// The square root of `a`. Rounding it to binary64 first does no harm: that keeps more than twice
  /// the bits.
  public static int squareRoot(int a, int rounding, ExceptionFlags flags) {
    float x = intBitsToFloat(a);
    float root = (float) Math.sqrt(x);
    if (rounding != Rounding.RNE || !isOrdinary(root)) {
      return (int) Exact.squareRoot(BINARY32, toUnsignedLong(a), rounding, flags);
    }
    if (!flags.isInexact() && (double) root * root != x) {
      flags.raise(NX);
    }
    return floatToRawIntBits(root);
  }

  /// `a` × `b` + `c`, rounded once. For the other three fused instructions the caller negates
  /// operands.
  public static int fusedMultiplyAdd(int a, int b, int c, int rounding, ExceptionFlags flags) {
    float x = intBitsToFloat(a);
    float y = intBitsToFloat(b);
    float z = intBitsToFloat(c);
    float sum = Math.fma(x, y, z);
    boolean isZero = z == 0 && Binary64.isZero(x, y, sum);
    if (rounding != Rounding.RNE || !(isOrdinary(sum) || isZero)) {
      return (int)
          Exact.fusedMultiplyAdd(
              BINARY32, toUnsignedLong(a), toUnsignedLong(b), toUnsignedLong(c), rounding, flags);
    }
    if (!flags.isInexact() && !isExact((double) x * y, z, sum)) {
      flags.raise(NX);
    }
    return floatToRawIntBits(sum);
  }

  /// Whether `sum` is the sum of the exact `product` and `z`: a sum that binary64 cannot hold,
  /// binary32 cannot either.
  private static boolean isExact(double product, float z, float sum) {
    double wide = product + z;
    return wide == sum && Binary64.isExactSum(product, z, wide);
  }

  /// Whether the only flag that the operation with this result can raise is NX. The smallest normal
  /// number may be the result of rounding a tiny one.
  private static boolean isOrdinary(float value) {
    float magnitude = Math.abs(value);
    return magnitude > Float.MIN_NORMAL && magnitude <= Float.MAX_VALUE;
  }

  /// The smaller operand; -0 is smaller than +0, and a number is preferred to a NaN (IEEE 754-2019
  /// `minimumNumber`).
  public static int minimum(int a, int b, ExceptionFlags flags) {
    float x = intBitsToFloat(a);
    float y = intBitsToFloat(b);
    return isUnordered(x, y)
        ? (int) BINARY32.numberOf(toUnsignedLong(a), toUnsignedLong(b), flags)
        : floatToRawIntBits(Math.min(x, y));
  }

  /// The larger operand, with the rules of [#minimum].
  public static int maximum(int a, int b, ExceptionFlags flags) {
    float x = intBitsToFloat(a);
    float y = intBitsToFloat(b);
    return isUnordered(x, y)
        ? (int) BINARY32.numberOf(toUnsignedLong(a), toUnsignedLong(b), flags)
        : floatToRawIntBits(Math.max(x, y));
  }

  /// Whether `a` = `b`; only a signaling NaN is invalid.
  public static boolean equal(int a, int b, ExceptionFlags flags) {
    float x = intBitsToFloat(a);
    float y = intBitsToFloat(b);
    if (isUnordered(x, y)) {
      BINARY32.raiseIfSignaling(toUnsignedLong(a), toUnsignedLong(b), flags);
    }
    return x == y;
  }

  /// Whether `a` < `b`; any NaN is invalid.
  public static boolean less(int a, int b, ExceptionFlags flags) {
    float x = intBitsToFloat(a);
    float y = intBitsToFloat(b);
    if (isUnordered(x, y)) {
      flags.raise(NV);
    }
    return x < y;
  }

  /// Whether `a` ≤ `b`; any NaN is invalid.
  public static boolean lessOrEqual(int a, int b, ExceptionFlags flags) {
    float x = intBitsToFloat(a);
    float y = intBitsToFloat(b);
    if (isUnordered(x, y)) {
      flags.raise(NV);
    }
    return x <= y;
  }

  private static boolean isUnordered(float x, float y) {
    return Float.isNaN(x) || Float.isNaN(y);
  }

  /// The class of `a` as `fclass.s` gives it, one bit of ten.
  public static int classify(int a) {
    return BINARY32.classify(toUnsignedLong(a));
  }

  /// `a` as a signed 32-bit integer. In this and the next three, what does not fit saturates, a NaN
  /// to the top, and raises NV.
  public static int toInt32(int a, int rounding, ExceptionFlags flags) {
    return Binary64.toInt32(widened(a), rounding, flags);
  }

  /// `a` as an unsigned 32-bit integer.
  public static int toUint32(int a, int rounding, ExceptionFlags flags) {
    return Binary64.toUint32(widened(a), rounding, flags);
  }

  /// `a` as a signed 64-bit integer.
  public static long toInt64(int a, int rounding, ExceptionFlags flags) {
    return Binary64.toInt64(widened(a), rounding, flags);
  }

  /// `a` as an unsigned 64-bit integer.
  public static long toUint64(int a, int rounding, ExceptionFlags flags) {
    return Binary64.toUint64(widened(a), rounding, flags);
  }

  private static long widened(int a) {
    return Double.doubleToRawLongBits(intBitsToFloat(a));
  }

  /// A signed 32-bit integer.
  public static int fromInt32(int integer, int rounding, ExceptionFlags flags) {
    return fromInt64(integer, rounding, flags);
  }

  /// An unsigned 32-bit integer.
  public static int fromUint32(int integer, int rounding, ExceptionFlags flags) {
    return fromInt64(toUnsignedLong(integer), rounding, flags);
  }

  /// A signed 64-bit integer.
  public static int fromInt64(long integer, int rounding, ExceptionFlags flags) {
    if (rounding != Rounding.RNE) {
      return (int) Exact.fromInteger(BINARY32, integer < 0, Math.abs(integer), rounding, flags);
    }
    float nearest = (float) integer;
    if (!flags.isInexact() && (nearest == 0x1p63f || (long) nearest != integer)) {
      flags.raise(NX);
    }
    return floatToRawIntBits(nearest);
  }

  /// An unsigned 64-bit integer.
  public static int fromUint64(long integer, int rounding, ExceptionFlags flags) {
    return integer >= 0
        ? fromInt64(integer, rounding, flags)
        : (int) Exact.fromInteger(BINARY32, false, integer, rounding, flags);
  }

  /// A binary64 number.
  public static int fromBinary64(long a, int rounding, ExceptionFlags flags) {
    double x = Double.longBitsToDouble(a);
    float nearest = (float) x;
    if (rounding != Rounding.RNE || !isOrdinary(nearest)) {
      return (int) Exact.convert(BINARY64, BINARY32, a, rounding, flags);
    }
    if (!flags.isInexact() && nearest != x) {
      flags.raise(NX);
    }
    return floatToRawIntBits(nearest);
  }
}
