package spool.kernel.process;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether a process is stopped by job control, and what its parent has not waited for of it.
final class JobState {
  private int stopSignal;
  private @Nullable WaitStatus change;

  /// Whether the tasks are to stop.
  boolean isStopping() {
    return stopSignal != 0;
  }

  /// Lets the tasks stop because of `signal`.
  void stop(int signal) {
    stopSignal = signal;
    change = null;
  }

  /// All tasks have stopped.
  void stopped() {
    change = WaitStatus.stopped(stopSignal);
  }

  /// Lets the tasks go on; `wasStopped` if all had stopped.
  void resume(boolean wasStopped) {
    stopSignal = 0;
    change = wasStopped ? WaitStatus.CONTINUED : null;
  }

  /// The last stop or continuation, if nobody has waited for it.
  Optional<WaitStatus> change() {
    return Optional.ofNullable(change);
  }

  /// Somebody has waited for the change.
  void taken() {
    change = null;
  }
}
