package spool.kernel.process;

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

  /// Whether a task may go from this state to `next`.
  public boolean mayBecome(TaskState next) {
    return switch (this) {
      case NEW -> next == READY || next == DEAD;
      case READY -> next == RUNNING;
      case RUNNING -> next != NEW && next != RUNNING;
      case BLOCKED, STOPPED -> next == READY;
      case ZOMBIE -> next == DEAD;
      case DEAD -> false;
    };
  }
}
