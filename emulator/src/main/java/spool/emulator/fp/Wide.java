package spool.emulator.fp;

/// An unsigned 128-bit integer, for products of significands and their sums.
record Wide(long high, long low) {
  /// The full product of two unsigned 64-bit integers.
  static Wide product(long x, long y) {
    return new Wide(Math.unsignedMultiplyHigh(x, y), x * y);
  }

  /// `value` shifted right by a distance of 0 or more; bit 0 of the result also stands for whatever
  /// non-zero bits were lost ([Format] says why that is enough).
  static long shiftRightSticky(long value, int distance) {
    if (distance == 0) {
      return value;
    }
    if (distance > 63) {
      return value == 0 ? 0 : 1;
    }
    return value >>> distance | sticky(value << -distance);
  }

  /// As the 64-bit shift of this name.
  Wide shiftRightSticky(int distance) {
    if (distance == 0) {
      return this;
    }
    if (distance > 63) {
      return new Wide(0, shiftRightSticky(high, distance - 64) | sticky(low));
    }
    return new Wide(
        high >>> distance, high << -distance | low >>> distance | sticky(low << -distance));
  }

  Wide plus(Wide other) {
    long sum = low + other.low;
    long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
    return new Wide(high + other.high + carry, sum);
  }

  /// The difference modulo 2^128.
  Wide minus(Wide other) {
    long borrow = Long.compareUnsigned(low, other.low) < 0 ? 1 : 0;
    return new Wide(high - other.high - borrow, low - other.low);
  }

  /// Whether this is the difference of two integers below 2^127, the second being the larger.
  boolean isNegative() {
    return high < 0;
  }

  boolean isZero() {
    return (high | low) == 0;
  }

  int leadingZeros() {
    return high == 0 ? 64 + Long.numberOfLeadingZeros(low) : Long.numberOfLeadingZeros(high);
  }

  /// The upper half after a shift to the left by fewer than 128 places, sticky for the lower half.
  long upperHalfSticky(int shift) {
    if (shift == 0) {
      return high | sticky(low);
    }
    return shift > 63 ? low << shift : high << shift | low >>> -shift | sticky(low << shift);
  }

  private static long sticky(long lost) {
    return lost == 0 ? 0 : 1;
  }
}
