package spool.kernel.syscall;

import spool.kernel.process.Task;

/// System calls about processes and their identities.
public final class ProcessCalls {
  /// Supported.
  @SystemCall(number = 172, name = "getpid")
  long getpid(Task task) {
    return task.process().pid();
  }

  /// Supported.
  @SystemCall(number = 178, name = "gettid")
  long gettid(Task task) {
    return task.tid();
  }
}
