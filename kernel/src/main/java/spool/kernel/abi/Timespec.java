package spool.kernel.abi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A point in time or a duration, as `struct timespec` and `struct timeval` have it.
public record Timespec(long seconds, long nanoseconds) {
  /// Bytes of either structure.
  public static final int BYTES = 16;

  /// Nanoseconds, and cycles of virtual time, in a second.
  public static final long SECOND = 1_000_000_000;

  private static final long MICROSECOND = 1_000;

  /// So many nanoseconds, not negative.
  public static Timespec of(long nanoseconds) {
    return new Timespec(nanoseconds / SECOND, nanoseconds % SECOND);
  }

  /// Reads a `struct timespec`. Fails with `EINVAL` for what is none.
  public static Timespec of(byte[] bytes) {
    ByteBuffer raw = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return new Timespec(raw.getLong(), raw.getLong()).valid();
  }

  /// Reads a `struct timeval`. Fails with `EINVAL` for what is none.
  public static Timespec ofTimeval(byte[] bytes) {
    ByteBuffer raw = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long seconds = raw.getLong();
    long microseconds = raw.getLong();
    if (microseconds < 0 || microseconds >= SECOND / MICROSECOND) {
      throw Errno.EINVAL.failure();
    }
    return new Timespec(seconds, microseconds * MICROSECOND).valid();
  }

  private Timespec valid() {
    if (seconds < 0 || nanoseconds < 0 || nanoseconds >= SECOND) {
      throw Errno.EINVAL.failure();
    }
    return this;
  }

  /// All of it in nanoseconds, at most half of what a `long` holds, so that a time can be added.
  public long toNanoseconds() {
    long most = Long.MAX_VALUE / 2;
    return seconds >= most / SECOND ? most : seconds * SECOND + nanoseconds;
  }

  /// The `struct timespec`.
  public byte[] toBytes() {
    return pair(seconds, nanoseconds);
  }

  /// The `struct timeval`, rounded down.
  public byte[] toTimeval() {
    return pair(seconds, nanoseconds / MICROSECOND);
  }

  private static byte[] pair(long first, long second) {
    ByteBuffer raw = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    return raw.putLong(first).putLong(second).array();
  }
}
