package spool.kernel.lock;

import java.util.function.Consumer;
import spool.kernel.abi.Errno;
import spool.kernel.fs.FileLocks;
import spool.kernel.process.ProcessTable;
import spool.kernel.process.Registers;
import spool.kernel.process.Task;
import spool.kernel.process.TaskState;

/// Watches tasks wait, from where system calls are executed: finds deadlocks, and counts how long
/// locks were waited for.
public final class LockWatch {
  private static final long INTERRUPTED = -Errno.EINTR.number();

  private final Deadlocks deadlocks;
  private final LockStatistics statistics;

  /// A watch over the tasks of `table` that tells `log` of deadlocks, line by line, and can `stop`
  /// the machine.
  public LockWatch(ProcessTable table, Consumer<String> log, Runnable stop) {
    deadlocks = new Deadlocks(table, log, stop);
    statistics = new LockStatistics(table);
  }

  /// What a deadlock leads to from now on.
  public void onDeadlock(OnDeadlock reaction) {
    deadlocks.reaction(reaction);
  }

  /// The system call of `task` waits, for the first time or again.
  public void blocked(Task task) {
    deadlocks.blocked(task);
    if (statistics.isOn() && task.integers()[Registers.A7] == WaitsFor.FUTEX) {
      statistics.blocked(task);
    }
  }

  /// Throws EDEADLK if `task` must not wait for the lock on a file, because those who wait for each
  /// other's would then do so in a circle (fcntl(2)).
  public void requireNoDeadlock(Task task, FileLocks.Wanted wanted) {
    if (deadlocks.wouldFollow(task, wanted)) {
      throw Errno.EDEADLK.failure();
    }
  }

  /// The system call of `task` is over, with `result`.
  public void ended(Task task, long result) {
    deadlocks.ended(task);
    statistics.ended(task, result);
  }

  /// A signal has interrupted the wait of `task`, which may go on with it.
  public void interrupted(Task task) {
    statistics.ended(task, INTERRUPTED);
  }

  /// `task` is not on its hart any more; if it has ended, it waits for nothing and holds nothing.
  public void left(Task task) {
    if (task.state() == TaskState.ZOMBIE || task.state() == TaskState.DEAD) {
      deadlocks.gone(task);
      statistics.gone(task);
    }
  }

  /// Contention, for each lock.
  public LockStatistics statistics() {
    return statistics;
  }

  /// The present deadlocks, as they are logged; the empty text without any.
  public String deadlocks() {
    return deadlocks.text();
  }

  /// Who waits for whom, a line for each, with a mark for those in a deadlock.
  public String waits() {
    return deadlocks.graphText();
  }
}
