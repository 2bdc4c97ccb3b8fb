package spool.kernel.process;

import java.util.EnumSet;
import java.util.Set;

/// The states of a task and, in [#mayBecome], the only transitions between them.
///
/// What ends or stops a task does so when it is on its way back to user mode, which is why READY
/// and BLOCKED have so few successors: whoever kills or stops a task makes it ready first.
public enum TaskState {
  /// Under construction; nothing knows of it yet.
  NEW,

  /// In the scheduler's hands.
  READY,

  /// On a hart.
  RUNNING,

  /// On wait queues, or waiting for a deadline.
  BLOCKED,

  /// Stopped by job control until `SIGCONT` or `SIGKILL`.
  STOPPED,

  /// Ended, and kept as its process's remains until the parent has waited.
  ZOMBIE,

  /// Gone.
  DEAD;

  private Set<TaskState> successors() {
    return switch (this) {
      case NEW -> EnumSet.of(READY, DEAD);
      case READY -> EnumSet.of(RUNNING);
      case RUNNING -> EnumSet.of(READY, BLOCKED, STOPPED, ZOMBIE, DEAD);
      case BLOCKED, STOPPED -> EnumSet.of(READY);
      case ZOMBIE -> EnumSet.of(DEAD);
      case DEAD -> EnumSet.noneOf(TaskState.class);
    };
  }

  /// Whether a task may go from this state to `next`.
  public boolean mayBecome(TaskState next) {
    return successors().contains(next);
  }
}
