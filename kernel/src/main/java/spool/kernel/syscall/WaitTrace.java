package spool.kernel.syscall;

import java.util.function.Supplier;
import spool.kernel.process.Task;
import spool.kernel.sync.Blocked;
import spool.kernel.trace.TraceSink;

/// Tells the trace which calls wait, and for what, at the moment when they begin to.
public record WaitTrace(TraceSink sink) {
  /// Does `call`, and tells of its task what `reason` answers if it must wait.
  <T> T waiting(Task task, Supplier<String> reason, Supplier<T> call) {
    try {
      return call.get();
    } catch (Blocked wait) {
      if (sink.isOn()) {
        sink.event(task.now(), task.hart(), task.tid(), TraceSink.Kind.WAIT, reason.get());
      }
      throw wait;
    }
  }

  /// As [#waiting(Task, Supplier, Supplier)] for a call without a result.
  void waiting(Task task, Supplier<String> reason, Runnable call) {
    waiting(
        task,
        reason,
        () -> {
          call.run();
          return 0;
        });
  }
}
