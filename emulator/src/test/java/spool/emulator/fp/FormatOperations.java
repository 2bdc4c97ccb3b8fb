package spool.emulator.fp;

import static java.lang.Integer.toUnsignedLong;

/// The operations that every format has, on bits at the low end of a `long` with zeros above, so
/// that one test serves all formats.
interface FormatOperations {
  /// Of [Binary32].
  FormatOperations BINARY32 = new Binary32Operations();

  /// Of [Binary64].
  FormatOperations BINARY64 = new Binary64Operations();

  /// A number that the format has.
  long bits(double value);

  long add(long a, long b, int rounding, ExceptionFlags flags);

  long subtract(long a, long b, int rounding, ExceptionFlags flags);

  long multiply(long a, long b, int rounding, ExceptionFlags flags);

  long divide(long a, long b, int rounding, ExceptionFlags flags);

  long squareRoot(long a, int rounding, ExceptionFlags flags);

  long fusedMultiplyAdd(long a, long b, long c, int rounding, ExceptionFlags flags);

  long minimum(long a, long b, ExceptionFlags flags);

  long maximum(long a, long b, ExceptionFlags flags);

  boolean equal(long a, long b, ExceptionFlags flags);

  boolean less(long a, long b, ExceptionFlags flags);

  boolean lessOrEqual(long a, long b, ExceptionFlags flags);

  long classify(long a);

  long toInt32(long a, int rounding, ExceptionFlags flags);

  /// With zeros above.
  long toUint32(long a, int rounding, ExceptionFlags flags);

  long toInt64(long a, int rounding, ExceptionFlags flags);

  long toUint64(long a, int rounding, ExceptionFlags flags);

  long fromInt32(int integer, int rounding, ExceptionFlags flags);

  long fromUint32(int integer, int rounding, ExceptionFlags flags);

  long fromInt64(long integer, int rounding, ExceptionFlags flags);

  long fromUint64(long integer, int rounding, ExceptionFlags flags);

  /// [Binary32] on longs.
  final class Binary32Operations implements FormatOperations {
    @Override
    public long bits(double value) {
      return toUnsignedLong(Float.floatToRawIntBits((float) value));
    }

    @Override
    public long add(long a, long b, int rounding, ExceptionFlags flags) {
      return toUnsignedLong(Binary32.add((int) a, (int) b, rounding, flags));
    }

    @Override
    public long subtract(long a, long b, int rounding, ExceptionFlags flags) {
      return toUnsignedLong(Binary32.subtract((int) a, (int) b, rounding, flags));
    }

    @Override
    public long multiply(long a, long b, int rounding, ExceptionFlags flags) {
      return toUnsignedLong(Binary32.multiply((int) a, (int) b, rounding, flags));
    }

    @Override
    public long divide(long a, long b, int rounding, ExceptionFlags flags) {
      return toUnsignedLong(Binary32.divide((int) a, (int) b, rounding, flags));
    }

    @Override
    public long squareRoot(long a, int rounding, ExceptionFlags flags) {
      return toUnsignedLong(Binary32.squareRoot((int) a, rounding, flags));
    }

    @Override
    public long fusedMultiplyAdd(long a, long b, long c, int rounding, ExceptionFlags flags) {
      return toUnsignedLong(Binary32.fusedMultiplyAdd((int) a, (int) b, (int) c, rounding, flags));
    }

    @Override
    public long minimum(long a, long b, ExceptionFlags flags) {
      return toUnsignedLong(Binary32.minimum((int) a, (int) b, flags));
    }

    @Override
    public long maximum(long a, long b, ExceptionFlags flags) {
      return toUnsignedLong(Binary32.maximum((int) a, (int) b, flags));
    }

    @Override
    public boolean equal(long a, long b, ExceptionFlags flags) {
      return Binary32.equal((int) a, (int) b, flags);
    }

    @Override
    public boolean less(long a, long b, ExceptionFlags flags) {
      return Binary32.less((int) a, (int) b, flags);
    }

    @Override
    public boolean lessOrEqual(long a, long b, ExceptionFlags flags) {
      return Binary32.lessOrEqual((int) a, (int) b, flags);
    }

    @Override
    public long classify(long a) {
      return Binary32.classify((int) a);
    }

    @Override
    public long toInt32(long a, int rounding, ExceptionFlags flags) {
      return Binary32.toInt32((int) a, rounding, flags);
    }

    @Override
    public long toUint32(long a, int rounding, ExceptionFlags flags) {
      return toUnsignedLong(Binary32.toUint32((int) a, rounding, flags));
    }

    @Override
    public long toInt64(long a, int rounding, ExceptionFlags flags) {
      return Binary32.toInt64((int) a, rounding, flags);
    }

    @Override
    public long toUint64(long a, int rounding, ExceptionFlags flags) {
      return Binary32.toUint64((int) a, rounding, flags);
    }

    @Override
    public long fromInt32(int integer, int rounding, ExceptionFlags flags) {
      return toUnsignedLong(Binary32.fromInt32(integer, rounding, flags));
    }

    @Override
    public long fromUint32(int integer, int rounding, ExceptionFlags flags) {
      return toUnsignedLong(Binary32.fromUint32(integer, rounding, flags));
    }

    @Override
    public long fromInt64(long integer, int rounding, ExceptionFlags flags) {
      return toUnsignedLong(Binary32.fromInt64(integer, rounding, flags));
    }

    @Override
    public long fromUint64(long integer, int rounding, ExceptionFlags flags) {
      return toUnsignedLong(Binary32.fromUint64(integer, rounding, flags));
    }
  }

  /// [Binary64], as it is.
  final class Binary64Operations implements FormatOperations {
    @Override
    public long bits(double value) {
      return Double.doubleToRawLongBits(value);
    }

    @Override
    public long add(long a, long b, int rounding, ExceptionFlags flags) {
      return Binary64.add(a, b, rounding, flags);
    }

    @Override
    public long subtract(long a, long b, int rounding, ExceptionFlags flags) {
      return Binary64.subtract(a, b, rounding, flags);
    }

    @Override
    public long multiply(long a, long b, int rounding, ExceptionFlags flags) {
      return Binary64.multiply(a, b, rounding, flags);
    }

    @Override
    public long divide(long a, long b, int rounding, ExceptionFlags flags) {
      return Binary64.divide(a, b, rounding, flags);
    }

    @Override
    public long squareRoot(long a, int rounding, ExceptionFlags flags) {
      return Binary64.squareRoot(a, rounding, flags);
    }

    @Override
    public long fusedMultiplyAdd(long a, long b, long c, int rounding, ExceptionFlags flags) {
      return Binary64.fusedMultiplyAdd(a, b, c, rounding, flags);
    }

    @Override
    public long minimum(long a, long b, ExceptionFlags flags) {
      return Binary64.minimum(a, b, flags);
    }

    @Override
    public long maximum(long a, long b, ExceptionFlags flags) {
      return Binary64.maximum(a, b, flags);
    }

    @Override
    public boolean equal(long a, long b, ExceptionFlags flags) {
      return Binary64.equal(a, b, flags);
    }

    @Override
    public boolean less(long a, long b, ExceptionFlags flags) {
      return Binary64.less(a, b, flags);
    }

    @Override
    public boolean lessOrEqual(long a, long b, ExceptionFlags flags) {
      return Binary64.lessOrEqual(a, b, flags);
    }

    @Override
    public long classify(long a) {
      return Binary64.classify(a);
    }

    @Override
    public long toInt32(long a, int rounding, ExceptionFlags flags) {
      return Binary64.toInt32(a, rounding, flags);
    }

    @Override
    public long toUint32(long a, int rounding, ExceptionFlags flags) {
      return toUnsignedLong(Binary64.toUint32(a, rounding, flags));
    }

    @Override
    public long toInt64(long a, int rounding, ExceptionFlags flags) {
      return Binary64.toInt64(a, rounding, flags);
    }

    @Override
    public long toUint64(long a, int rounding, ExceptionFlags flags) {
      return Binary64.toUint64(a, rounding, flags);
    }

    @Override
    public long fromInt32(int integer, int rounding, ExceptionFlags flags) {
      return Binary64.fromInt32(integer);
    }

    @Override
    public long fromUint32(int integer, int rounding, ExceptionFlags flags) {
      return Binary64.fromUint32(integer);
    }

    @Override
    public long fromInt64(long integer, int rounding, ExceptionFlags flags) {
      return Binary64.fromInt64(integer, rounding, flags);
    }

    @Override
    public long fromUint64(long integer, int rounding, ExceptionFlags flags) {
      return Binary64.fromUint64(integer, rounding, flags);
    }
  }
}
