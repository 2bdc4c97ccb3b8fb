package spool.kernel.sched;

import spool.kernel.sched.Attributes.Policy;

/// How soon a task should run: its scheduling class with the parameters, and its nice value.
///
/// The more urgent comes first: deadlines before real-time priorities, the shorter relative
/// deadline and the higher priority first, those before normal tasks by nice value, and
/// `SCHED_IDLE` last (sched(7)).
///
/// @param nice the nice value, -20 to 19
public record Urgency(Attributes attributes, int nice) implements Comparable<Urgency> {
  /// Of a task that has asked for nothing.
  public static final Urgency NORMAL = new Urgency(Attributes.NORMAL, 0);

  private static final int DEADLINE = 0;
  private static final int REAL_TIME = 1;
  private static final int ORDINARY = 2;
  private static final int IDLE = 3;

  /// Negative if this is more urgent than `other`. Equal urgency does not make equal attributes.
  @Override
  public int compareTo(Urgency other) {
    int order = Integer.compare(rank(), other.rank());
    return order != 0 ? order : Long.compare(lateness(), other.lateness());
  }

  private int rank() {
    return switch (attributes.policy()) {
      case SCHED_DEADLINE -> DEADLINE;
      case SCHED_FIFO, SCHED_RR -> REAL_TIME;
      case SCHED_OTHER, SCHED_BATCH -> ORDINARY;
      case SCHED_IDLE -> IDLE;
    };
  }

  /// What decides among those of one rank, the lowest first.
  private long lateness() {
    return switch (rank()) {
      case DEADLINE -> attributes.deadline();
      case REAL_TIME -> -attributes.priority();
      default -> nice;
    };
  }

  /// The urgency of a task with this one of its own for which one with `waiting` waits: this one,
  /// or what it needs not to hold the other up. What is the task's own affair stays: whether it has
  /// a quantum, and the CPU time that it has declared to need.
  public Urgency raisedTo(Urgency waiting) {
    if (waiting.compareTo(this) >= 0) {
      return this;
    }
    return switch (waiting.rank()) {
      case DEADLINE -> new Urgency(waiting.attributes, nice);
      case REAL_TIME -> new Urgency(withPriority(waiting.attributes.priority()), nice);
      default -> new Urgency(rank() == IDLE ? Attributes.NORMAL : attributes, waiting.nice);
    };
  }

  private Attributes withPriority(int priority) {
    Policy policy = attributes.policy();
    return Attributes.realTime(policy.isRealTime() ? policy : Policy.SCHED_FIFO, priority);
  }
}
