package spool.kernel.syscall;

import java.util.Optional;
import java.util.function.Supplier;
import spool.kernel.ipc.QueueFigures;
import spool.kernel.process.Task;
import spool.kernel.sync.Blocked;
import spool.kernel.trace.TraceSink;

/// Tells the trace which calls on queues and semaphores wait, and for what, at the moment when they
/// begin to, and how a queue stands when a message has been sent or received.
public record IpcTrace(TraceSink sink) {
  /// Does `call`, and tells of its task what `reason` answers if it must wait.
  <T> T waiting(Task task, Supplier<String> reason, Supplier<T> call) {
    try {
      return call.get();
    } catch (Blocked wait) {
      tell(task, TraceSink.Kind.WAIT, reason);
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

  /// A message that `task` sent or received has passed a queue, which has these figures now; none
  /// if it was removed before the task came to say so.
  void passed(Task task, Supplier<Optional<QueueFigures>> queue) {
    if (sink.isOn()) {
      queue.get().ifPresent(figures -> tell(task, TraceSink.Kind.QUEUE, figures::labelled));
    }
  }

  private void tell(Task task, TraceSink.Kind kind, Supplier<String> details) {
    if (sink.isOn()) {
      sink.event(task.now(), task.hart(), task.tid(), kind, details.get());
    }
  }
}
