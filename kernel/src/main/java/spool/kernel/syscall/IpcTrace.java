package spool.kernel.syscall;

import java.util.Optional;
import java.util.function.Supplier;
import spool.kernel.ipc.QueueFigures;
import spool.kernel.process.Task;
import spool.kernel.trace.TraceSink;

/// Tells the trace which calls on queues and semaphores wait, and for what, at the moment when they
/// begin to, and how a queue stands when a message has been sent or received.
public record IpcTrace(TraceSink sink) {
  /// Whether anybody listens.
  boolean isOn() {
    return sink.isOn();
  }

  /// Tells that `task` must wait, and for what, as `reason` answers.
  void waits(Task task, Supplier<String> reason) {
    tell(task, TraceSink.Kind.WAIT, reason);
  }

  /// Tells that a message which `task` sent or received has passed a queue, which has these figures
  /// now; none if it was removed before the task came to say so.
  void passed(Task task, Optional<QueueFigures> queue) {
    queue.ifPresent(figures -> tell(task, TraceSink.Kind.QUEUE, figures::labelled));
  }

  private void tell(Task task, TraceSink.Kind kind, Supplier<String> details) {
    if (sink.isOn()) {
      sink.event(task.now(), task.hart(), task.tid(), kind, details.get());
    }
  }
}
