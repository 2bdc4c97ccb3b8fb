package spool.emulator.fp;

import static spool.emulator.fp.ExceptionFlags.NV;
import static spool.emulator.fp.ExceptionFlags.NX;
import static spool.emulator.fp.ExceptionFlags.OF;
import static spool.emulator.fp.ExceptionFlags.UF;

/// A binary interchange format of IEEE 754: how its bits are read, and how an exact result is
/// rounded into it. Bits are held in the low end of a `long`, zeros above them.
///
/// # Rounding
///
/// Every exact result reaches [#round] as sign and `significand` × 2^`exponent`, where the
/// significand is an unsigned 64-bit integer of any alignment. An exact result may need more than
/// 64 bits, even infinitely many; then bit 0 is *sticky*: it is set if any bit at or below its
/// place is. Rounding asks two things of the bits that it drops, whether they are zero and on which
/// side of one half they lie. Both answers survive as long as at least two dropped bits remain, the
/// sticky one being the lowest. Binary64 keeps 53 bits of 64, so whoever makes a significand sticky
/// must leave its leading one at bit 54 or above.
///
/// Magnitudes of a format are ordered as their encodings are: the successor of an encoding is the
/// encoding of the next magnitude, across the carry into the exponent field, from the subnormal
/// numbers into the normal ones, and from the largest number to infinity. So the encoding is
/// assembled by addition, `(field - 1) << (precision - 1)` plus the rounded significand, whose
/// leading one, if the number is normal, adds the missing 1 to the exponent field. A rounding that
/// carries needs no further care.
///
/// Results are tiny if they lie below the smallest normal number *after* being rounded as though
/// the exponent had no lower end (the choice that RISC-V makes of the two that IEEE 754 leaves).
/// Such a result is rounded once to see whether it is tiny and once more, from the same exact
/// significand, at the place where the subnormal numbers end. Nothing is ever rounded twice.
///
/// Invariant: the result is the exact value rounded once, and NX, UF and OF tell of that rounding
/// alone.
record Format(int precision, int width) {
  static final Format BINARY32 = new Format(24, 32);
  static final Format BINARY64 = new Format(53, 64);

  /// The place of the leading one in every [#significand].
  static final int LEADING = 62;

  int bias() {
    return (1 << (width - precision - 1)) - 1;
  }

  long signBit() {
    return 1L << (width - 1);
  }

  long infinity() {
    return (2L * bias() + 1) << (precision - 1);
  }

  long one() {
    return (long) bias() << (precision - 1);
  }

  long smallestNormal() {
    return 1L << (precision - 1);
  }

  /// The NaN that every operation gives that gives one.
  long canonicalNaN() {
    return infinity() | quietBit();
  }

  private long quietBit() {
    return 1L << (precision - 2);
  }

  long magnitude(long bits) {
    return bits & ~signBit();
  }

  long sign(long bits) {
    return bits & signBit();
  }

  boolean isNegative(long bits) {
    return sign(bits) != 0;
  }

  boolean isZero(long bits) {
    return magnitude(bits) == 0;
  }

  /// Whether the number is subnormal or zero.
  private boolean isSubnormal(long bits) {
    return magnitude(bits) < smallestNormal();
  }

  boolean isFinite(long bits) {
    return magnitude(bits) < infinity();
  }

  boolean isInfinite(long bits) {
    return magnitude(bits) == infinity();
  }

  boolean isNaN(long bits) {
    return magnitude(bits) > infinity();
  }

  boolean isSignaling(long bits) {
    return isNaN(bits) && (bits & quietBit()) == 0;
  }

  /// The significand of a finite number other than zero, its leading one at bit [#LEADING]: the
  /// number's magnitude is the significand times 2 to the [#exponent].
  long significand(long bits) {
    long raw = rawSignificand(bits);
    return raw << (Long.numberOfLeadingZeros(raw) - (63 - LEADING));
  }

  int exponent(long bits) {
    int field = (int) (magnitude(bits) >>> (precision - 1));
    int shift = Long.numberOfLeadingZeros(rawSignificand(bits)) - (63 - LEADING);
    return Math.max(field, 1) - bias() - (precision - 1) - shift;
  }

  private long rawSignificand(long bits) {
    long fraction = bits & (smallestNormal() - 1);
    return isSubnormal(bits) ? fraction : fraction | smallestNormal();
  }

  /// The class of a number as `fclass` gives it: one bit of ten, from minus infinity up to plus
  /// infinity, then the signaling and the quiet NaNs.
  int classify(long bits) {
    if (isNaN(bits)) {
      return isSignaling(bits) ? 1 << 8 : 1 << 9;
    }
    int fromInfinity = isInfinite(bits) ? 0 : isZero(bits) ? 3 : isSubnormal(bits) ? 2 : 1;
    return 1 << (isNegative(bits) ? fromInfinity : 7 - fromInfinity);
  }

  /// Whichever of two operands is a number, when at most one is.
  long numberOf(long a, long b, ExceptionFlags flags) {
    raiseIfSignaling(a, b, flags);
    if (!isNaN(a)) {
      return a;
    }
    return isNaN(b) ? canonicalNaN() : b;
  }

  /// Raises NV if `a` or `b` is a signaling NaN.
  void raiseIfSignaling(long a, long b, ExceptionFlags flags) {
    if (isSignaling(a) || isSignaling(b)) {
      flags.raise(NV);
    }
  }

  /// Raises NV and gives the NaN.
  long invalid(ExceptionFlags flags) {
    flags.raise(NV);
    return canonicalNaN();
  }

  /// Rounds ±`significand` × 2^`exponent`, which is not zero.
  long round(boolean negative, int exponent, long significand, int rounding, ExceptionFlags flags) {
    int shift = Long.numberOfLeadingZeros(significand);
    int field = exponent - shift + 63 + bias();
    long magnitude = roundMagnitude(negative, field, significand << shift, rounding, flags);
    return negative ? signBit() | magnitude : magnitude;
  }

  /// Rounds ±`wide` × 2^`exponent`, which is not zero.
  long round(boolean negative, int exponent, Wide wide, int rounding, ExceptionFlags flags) {
    int shift = wide.leadingZeros();
    return round(negative, exponent + 64 - shift, wide.upperHalfSticky(shift), rounding, flags);
  }

  /// Takes a significand with its leading one at bit 63, and the exponent field that the number
  /// would have if the field had no limits.
  private long roundMagnitude(
      boolean negative, int field, long significand, int rounding, ExceptionFlags flags) {
    if (field > 2 * bias()) {
      return overflow(negative, rounding, flags);
    }
    if (field < 1) {
      return roundSubnormal(negative, field, significand, rounding, flags);
    }
    long magnitude = encode(negative, field, significand, rounding);
    if (magnitude == infinity()) {
      return overflow(negative, rounding, flags);
    }
    if (isInexact(significand)) {
      flags.raise(NX);
    }
    return magnitude;
  }

  private long roundSubnormal(
      boolean negative, int field, long significand, int rounding, ExceptionFlags flags) {
    long aligned = Wide.shiftRightSticky(significand, 1 - field);
    if (isInexact(aligned)) {
      boolean tiny = encode(negative, field, significand, rounding) < smallestNormal();
      flags.raise(tiny ? NX | UF : NX);
    }
    return encode(negative, 1, aligned, rounding);
  }

  /// The value lies beyond the largest number, nearer to infinity: as three quarters of the way.
  private long overflow(boolean negative, int rounding, ExceptionFlags flags) {
    flags.raise(OF | NX);
    return infinity() - 1 + Rounding.roundOff(3, 2, negative, rounding);
  }

  /// Also as though the exponent field had no lower end; the result is then below the encodings of
  /// normal numbers.
  private long encode(boolean negative, int field, long significand, int rounding) {
    long rounded = Rounding.roundOff(significand, droppedBits(), negative, rounding);
    return ((long) (field - 1) << (precision - 1)) + rounded;
  }

  private boolean isInexact(long significand) {
    return significand << precision != 0;
  }

  private int droppedBits() {
    return 64 - precision;
  }
}
