package spool.kernel.ipc.socket;

import spool.kernel.abi.Errno;
import spool.kernel.fs.Caller;
import spool.kernel.sync.WaitQueue;
import spool.kernel.sync.Waiter;

/// How long a call on a socket waits, and how far it has come: the progress from one execution to
/// the next.
final class Patience {
  private final long deadline;
  private long moved;
  private boolean hasWaited;

  private Patience(long deadline) {
    this.deadline = deadline;
  }

  /// The progress of the call, which waits for `timeout` cycles, or for 0 as long as it takes.
  static Patience of(Caller caller, long timeout) {
    return caller.progress(
        Patience.class, () -> new Patience(timeout == 0 ? Waiter.NEVER : caller.now() + timeout));
  }

  /// How many bytes earlier executions have transferred.
  long moved() {
    return moved;
  }

  /// Notes how many bytes have been transferred.
  void moved(long bytes) {
    moved = bytes;
  }

  /// Whether an earlier execution has waited.
  boolean hasWaited() {
    return hasWaited;
  }

  /// What to throw where the call cannot go on before `queue` is woken: `EAGAIN` if it does not
  /// wait, or no longer.
  RuntimeException wait(Caller caller, boolean waits, WaitQueue queue) {
    boolean goesOn = waits && caller.now() < deadline;
    hasWaited |= goesOn;
    return goesOn ? caller.block(deadline, queue) : Errno.EAGAIN.failure();
  }
}
