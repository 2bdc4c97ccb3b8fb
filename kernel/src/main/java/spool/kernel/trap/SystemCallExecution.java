package spool.kernel.trap;

import spool.kernel.abi.ErrnoException;
import spool.kernel.lock.LockWatch;
import spool.kernel.process.NoReturn;
import spool.kernel.process.Registers;
import spool.kernel.process.Task;
import spool.kernel.sync.Blocked;
import spool.kernel.sync.Interrupted;
import spool.kernel.syscall.SystemCallTable;

/// Executes the system call that a task has under way, for the first time or again.
///
/// Afterwards the call has ended with a result or an error in `a0`, or it is still under way and
/// the task waits (and is no longer RUNNING) or has a signal to handle first.
final class SystemCallExecution {
  private final SystemCallTable table;
  private final CallTrace trace;
  private final LockWatch locks;

  SystemCallExecution(SystemCallTable table, CallTrace trace, LockWatch locks) {
    this.table = table;
    this.trace = trace;
    this.locks = locks;
  }

  void execute(Task task) {
    long[] x = task.integers();
    int number = number(x[Registers.A7]);
    long[] arguments = trace.remember(x);
    try {
      end(task, number, arguments, table.call(task, number, x));
    } catch (ErrnoException failure) {
      end(task, number, arguments, -failure.errno().number());
    } catch (Blocked wait) {
      locks.blocked(task);
    } catch (Interrupted wait) {
      locks.interrupted(task);
      task.interrupted(wait.restart());
    } catch (NoReturn departure) {
      trace.departed(task, number, arguments);
      task.forgetCall();
    }
  }

  /// The number as an int; one that is none is nobody's number either.
  private static int number(long register) {
    return register == (int) register ? (int) register : -1;
  }

  private void end(Task task, int number, long[] arguments, long result) {
    trace.ended(task, number, arguments, result);
    locks.ended(task, result);
    task.endCall(result);
    task.signals().callEnded();
  }
}
