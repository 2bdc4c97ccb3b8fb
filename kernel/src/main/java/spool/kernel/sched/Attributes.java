package spool.kernel.sched;

/// What a task has asked for with `sched_setattr` (sched_setattr(2)), the nice value apart.
///
/// @param policy which of Linux's scheduling policies
/// @param priority 1 to 99 for `SCHED_FIFO` and `SCHED_RR`, higher runs first; 0 for others
/// @param runtime for `SCHED_DEADLINE` the CPU time in each period; for others the CPU time that
///   the task has declared to need in all, 0 for none; cycles
/// @param deadline for `SCHED_DEADLINE` the time from the start of a period in which the runtime is
///   to be had; cycles, 0 for others
/// @param period for `SCHED_DEADLINE` the time between two starts; cycles, 0 for others
public record Attributes(Policy policy, int priority, long runtime, long deadline, long period) {
  /// Linux's policies, each with its number.
  public enum Policy {
    SCHED_OTHER(0),
    SCHED_FIFO(1),
    SCHED_RR(2),
    SCHED_BATCH(3),
    SCHED_IDLE(5),
    SCHED_DEADLINE(6);

    private final int number;

    Policy(int number) {
      this.number = number;
    }

    /// The number in system calls.
    public int number() {
      return number;
    }

    /// Whether its tasks run before all others, by priority.
    public boolean isRealTime() {
      return this == SCHED_FIFO || this == SCHED_RR;
    }
  }

  /// Of a task that has asked for nothing.
  public static final Attributes NORMAL = new Attributes(Policy.SCHED_OTHER, 0, 0, 0, 0);

  /// Of a normal task that has declared to need `cycles` of CPU time.
  public static Attributes estimated(long cycles) {
    return new Attributes(Policy.SCHED_OTHER, 0, cycles, 0, 0);
  }

  /// Of a real-time task.
  public static Attributes realTime(Policy policy, int priority) {
    return new Attributes(policy, priority, 0, 0, 0);
  }

  /// Of a task that needs `runtime` cycles within `deadline` cycles of the start of every period.
  public static Attributes periodic(long runtime, long deadline, long period) {
    return new Attributes(Policy.SCHED_DEADLINE, 0, runtime, deadline, period);
  }

  /// Whether it is served by deadlines.
  public boolean isPeriodic() {
    return policy == Policy.SCHED_DEADLINE;
  }
}
