package spool.kernel.abi;

import java.nio.ByteBuffer;

/// `struct sched_attr` (sched_setattr(2)) in its first form, of 48 bytes.
///
/// @param policy a `SCHED_*` number
/// @param flags `SCHED_FLAG_*`
/// @param nice the nice value, of policies that have one
/// @param priority 1 to 99 for real-time policies
/// @param runtime nanoseconds, as `deadline` and `period`
public record SchedulingAttributes(
    int policy, long flags, int nice, int priority, long runtime, long deadline, long period) {
  /// A bit in the policy of `sched_setscheduler` that means [#SCHED_FLAG_RESET_ON_FORK].
  public static final int SCHED_RESET_ON_FORK = 0x4000_0000;

  public static final long SCHED_FLAG_RESET_ON_FORK = 0x01;
  public static final long SCHED_FLAG_RECLAIM = 0x02;
  public static final long SCHED_FLAG_DL_OVERRUN = 0x04;
  public static final long SCHED_FLAG_KEEP_POLICY = 0x08;
  public static final long SCHED_FLAG_KEEP_PARAMS = 0x10;
  public static final long SCHED_FLAG_UTIL_CLAMP = 0x60;

  /// All flags that there are.
  public static final long SCHED_FLAG_ALL = 0x7f;

  /// The size of the structure.
  public static final int BYTES = 48;

  private static final int POLICY = 4;
  private static final int FLAGS = 8;
  private static final int NICE = 16;
  private static final int PRIORITY = 20;
  private static final int RUNTIME = 24;
  private static final int DEADLINE = 32;
  private static final int PERIOD = 40;

  /// The attributes that the first [#BYTES] of `raw` hold.
  public static SchedulingAttributes parse(byte[] raw) {
    ByteBuffer bytes = Struct.wrap(raw);
    return new SchedulingAttributes(
        bytes.getInt(POLICY),
        bytes.getLong(FLAGS),
        bytes.getInt(NICE),
        bytes.getInt(PRIORITY),
        bytes.getLong(RUNTIME),
        bytes.getLong(DEADLINE),
        bytes.getLong(PERIOD));
  }

  /// The structure.
  public byte[] toBytes() {
    byte[] raw = new byte[BYTES];
    ByteBuffer bytes = Struct.wrap(raw);
    bytes.putInt(0, BYTES);
    bytes.putInt(POLICY, policy);
    bytes.putLong(FLAGS, flags);
    bytes.putInt(NICE, nice);
    bytes.putInt(PRIORITY, priority);
    bytes.putLong(RUNTIME, runtime);
    bytes.putLong(DEADLINE, deadline);
    bytes.putLong(PERIOD, period);
    return raw;
  }

  /// Whether one of the flags `wanted` is set.
  public boolean has(long wanted) {
    return (flags & wanted) != 0;
  }
}
