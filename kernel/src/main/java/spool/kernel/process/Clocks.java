package spool.kernel.process;

import java.util.function.LongSupplier;
import spool.kernel.abi.Errno;

/// The clocks of clock_gettime(2), in nanoseconds, which are cycles of virtual time.
///
/// Real time is virtual time plus an offset; no clock of the host's is read.
public final class Clocks {
  public static final int CLOCK_REALTIME = 0;
  public static final int CLOCK_MONOTONIC = 1;
  public static final int CLOCK_PROCESS_CPUTIME_ID = 2;
  public static final int CLOCK_THREAD_CPUTIME_ID = 3;
  public static final int CLOCK_MONOTONIC_RAW = 4;
  public static final int CLOCK_REALTIME_COARSE = 5;
  public static final int CLOCK_MONOTONIC_COARSE = 6;
  public static final int CLOCK_BOOTTIME = 7;
  public static final int CLOCK_REALTIME_ALARM = 8;
  public static final int CLOCK_BOOTTIME_ALARM = 9;
  public static final int CLOCK_TAI = 11;

  /// In a clock of another process or thread: the bits that say so, and of a thread.
  private static final int CPU_CLOCK_BITS = 7;

  private static final int CPU_CLOCK_THREAD = 4;
  private static final int CPU_CLOCK_NONE = 3;

  private final Dispatcher dispatcher;
  private final ProcessTable table;
  private long offset;

  /// Clocks that show real time `realTime`, in nanoseconds since 1970, at this moment.
  public Clocks(Dispatcher dispatcher, ProcessTable table, long realTime) {
    this.dispatcher = dispatcher;
    this.table = table;
    setRealTime(realTime);
  }

  /// Nanoseconds since 1970.
  public long realTime() {
    return dispatcher.now() + offset;
  }

  /// Lets real time be `nanoseconds` now.
  public void setRealTime(long nanoseconds) {
    offset = nanoseconds - dispatcher.now();
  }

  /// What the clock `id` shows to `task`. Fails with `EINVAL` for one that does not exist.
  public long read(Task task, int id) {
    boolean cpu = id < 0 || id == CLOCK_PROCESS_CPUTIME_ID || id == CLOCK_THREAD_CPUTIME_ID;
    return cpu ? cpuClock(task, id).getAsLong() : dispatcher.now() + offset(id);
  }

  /// The clock `id` of CPU time, as `caller` names it. Fails with `EINVAL` for one that does not
  /// exist.
  public LongSupplier cpuClock(Task caller, int id) {
    return switch (id) {
      case CLOCK_PROCESS_CPUTIME_ID -> cpuClock(caller.process());
      case CLOCK_THREAD_CPUTIME_ID -> cpuClock(caller);
      default -> otherCpuClock(caller, id);
    };
  }

  private static LongSupplier cpuClock(Process process) {
    return () -> process.cpuTime().total();
  }

  private static LongSupplier cpuClock(Task task) {
    return () -> task.cpuTime().total();
  }

  /// What must be added to the clock `id` to have virtual time. Fails with `EINVAL` for one that
  /// nobody can wait for.
  private long offset(int id) {
    return switch (id) {
      case CLOCK_REALTIME, CLOCK_REALTIME_COARSE, CLOCK_REALTIME_ALARM, CLOCK_TAI -> offset;
      case CLOCK_MONOTONIC,
          CLOCK_MONOTONIC_RAW,
          CLOCK_MONOTONIC_COARSE,
          CLOCK_BOOTTIME,
          CLOCK_BOOTTIME_ALARM ->
          0;
      default -> throw Errno.EINVAL.failure();
    };
  }

  /// The clock of the process or thread whose number is kept inverted above the low three bits.
  private LongSupplier otherCpuClock(Task caller, int id) {
    int number = ~(id >> 3);
    int kind = id & CPU_CLOCK_BITS;
    if (id >= 0 || (kind & CPU_CLOCK_NONE) == CPU_CLOCK_NONE) {
      throw Errno.EINVAL.failure();
    }
    if ((kind & CPU_CLOCK_THREAD) != 0) {
      return cpuClock(number == 0 ? caller : table.task(number).orElseThrow(Errno.EINVAL::failure));
    }
    return cpuClock(
        number == 0 ? caller.process() : table.find(number).orElseThrow(Errno.EINVAL::failure));
  }

  /// The virtual time at which the clock `id` shows `time`, or, if that is no point in time but a
  /// duration, will have gone on by it.
  public long deadline(int id, boolean absolute, long time) {
    long shift = offset(id);
    return absolute ? Math.max(0, time - shift) : dispatcher.now() + time;
  }
}
