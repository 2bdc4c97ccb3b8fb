package spool.kernel.process;

import java.util.Arrays;
import spool.kernel.abi.ResourceLimit;
import spool.kernel.vm.Limits;

/// The resource limits of a process (getrlimit(2)): a soft and a hard one for each `RLIMIT_*`,
/// unsigned, -1 for none.
public final class ResourceLimits {

  /// No limit.
  public static final long INFINITY = -1;

  private static final long STACK_BYTES = 8 << 20;
  private static final long FILES = 1024;
  private static final long QUEUE_BYTES = 819_200;

  /// The hard limit at the start, and what nobody may raise it above: Linux's `fs.nr_open`, lower
  /// than there because tables of descriptors are the host's memory.
  private static final long MOST_FILES = 4096;

  private final long[] soft = new long[ResourceLimit.COUNT];
  private final long[] hard = new long[ResourceLimit.COUNT];

  /// Linux's defaults, with at most `tasks` tasks for a user, each thread being one.
  ResourceLimits(long tasks) {
    Arrays.fill(soft, INFINITY);
    Arrays.fill(hard, INFINITY);
    soft[ResourceLimit.RLIMIT_STACK] = STACK_BYTES;
    soft[ResourceLimit.RLIMIT_CORE] = 0;
    set(ResourceLimit.RLIMIT_NPROC, tasks, tasks);
    set(ResourceLimit.RLIMIT_NOFILE, FILES, MOST_FILES);
    set(ResourceLimit.RLIMIT_SIGPENDING, tasks, tasks);
    set(ResourceLimit.RLIMIT_MSGQUEUE, QUEUE_BYTES, QUEUE_BYTES);
    set(ResourceLimit.RLIMIT_NICE, 0, 0);
    set(ResourceLimit.RLIMIT_RTPRIO, 0, 0);
  }

  private ResourceLimits(ResourceLimits other) {
    System.arraycopy(other.soft, 0, soft, 0, ResourceLimit.COUNT);
    System.arraycopy(other.hard, 0, hard, 0, ResourceLimit.COUNT);
  }

  /// The same limits, for a child.
  ResourceLimits copy() {
    return new ResourceLimits(this);
  }

  /// The limit that holds.
  public long soft(int resource) {
    return soft[resource];
  }

  /// The limit up to which the soft one may be raised.
  public long hard(int resource) {
    return hard[resource];
  }

  /// Changes both limits of `resource`.
  public void set(int resource, long softLimit, long hardLimit) {
    soft[resource] = softLimit;
    hard[resource] = hardLimit;
  }

  /// The most to which a privileged process may raise the hard limit of `resource`.
  public static long ceiling(int resource) {
    return resource == ResourceLimit.RLIMIT_NOFILE ? MOST_FILES : INFINITY;
  }

  /// Whether CPU time is limited.
  boolean isCpuLimited() {
    return soft[ResourceLimit.RLIMIT_CPU] != INFINITY || hard[ResourceLimit.RLIMIT_CPU] != INFINITY;
  }

  /// Whether `value` is more than the soft limit of `resource`.
  public boolean exceeds(int resource, long value) {
    return Long.compareUnsigned(value, soft[resource]) > 0;
  }

  /// Those that hold for the memory of a program.
  public Limits ofMemory() {
    return new Limits(
        soft[ResourceLimit.RLIMIT_AS],
        soft[ResourceLimit.RLIMIT_DATA],
        soft[ResourceLimit.RLIMIT_STACK]);
  }
}
