package spool.kernel.process;

import org.jspecify.annotations.Nullable;
import spool.emulator.machine.EventQueue;
import spool.emulator.machine.Machine;
import spool.kernel.sched.Scheduler;

/// Brings ready tasks onto harts, in the order of the scheduler.
public final class Dispatcher {
  private final Machine machine;
  private final Scheduler scheduler;

  /// A dispatcher for all harts of `machine`.
  public Dispatcher(Machine machine, Scheduler scheduler) {
    this.machine = machine;
    this.scheduler = scheduler;
  }

  /// Virtual time in cycles.
  public long now() {
    return machine.now();
  }

  /// Runs `action` at virtual time `time`.
  EventQueue.Event at(long time, Runnable action) {
    return machine.events().schedule(time, action);
  }

  /// Forgets an event; nothing happens for none or if it has run.
  void cancel(EventQueue.@Nullable Event event) {
    if (event != null) {
      machine.events().cancel(event);
    }
  }

  /// Hands `task`, which is to run again, to the scheduler.
  void ready(Task task, Scheduler.Reason reason) {
    task.become(TaskState.READY);
    scheduler.ready(task, reason, now());
  }
}
