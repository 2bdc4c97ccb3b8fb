package spool.kernel.process;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import spool.emulator.machine.EventQueue;
import spool.kernel.sched.Scheduler;
import spool.kernel.sched.TaskView;
import spool.kernel.sync.Blocked;
import spool.kernel.sync.Interrupted;
import spool.kernel.sync.WaitQueue;
import spool.kernel.sync.Waiter;

/// What is scheduled: a thread of a [Process], with the registers, signal mask and progress that
/// are its own.
public final class Task implements Waiter, TaskView {
  private final int tid;
  private final Process process;
  private final Dispatcher dispatcher;
  private final Registers registers = new Registers();

  private TaskState state = TaskState.NEW;
  private List<WaitQueue> queues = List.of();
  private EventQueue.@Nullable Event alarm;
  private @Nullable Object progress;

  /// A new task `tid` of `process`.
  Task(int tid, Process process, Dispatcher dispatcher) {
    this.tid = tid;
    this.process = process;
    this.dispatcher = dispatcher;
  }

  @Override
  public int tid() {
    return tid;
  }

  /// The thread group that this task belongs to.
  public Process process() {
    return process;
  }

  /// Where it stands in its life.
  public TaskState state() {
    return state;
  }

  /// Goes to the state `next`. Throws [IllegalStateException] when that is no legal transition: the
  /// kernel has a bug.
  void become(TaskState next) {
    if (!state.mayBecome(next)) {
      throw new IllegalStateException("task " + tid + " cannot go from " + state + " to " + next);
    }
    state = next;
  }

  @Override
  public int nice() {
    return 0;
  }

  @Override
  public long cpuCycles() {
    return 0;
  }

  @Override
  public boolean mayRunOn(int hart) {
    return true;
  }

  /// The registers; those of a running task are fetched from its hart.
  public Registers registers() {
    return registers;
  }

  @Override
  public long now() {
    return dispatcher.now();
  }

  @Override
  public boolean isInterrupted() {
    return false;
  }

  @Override
  public RuntimeException block(long deadline, WaitQueue... on) {
    if (isInterrupted()) {
      return new Interrupted(deadline != NEVER);
    }
    become(TaskState.BLOCKED);
    queues = List.of(on);
    queues.forEach(queue -> queue.add(this));
    alarm = deadline == NEVER ? null : dispatcher.at(deadline, this::wake);
    return new Blocked();
  }

  @Override
  public void wake() {
    queues.forEach(queue -> queue.remove(this));
    queues = List.of();
    dispatcher.cancel(alarm);
    alarm = null;
    dispatcher.ready(this, Scheduler.Reason.WOKEN);
  }

  @Override
  public <T> T progress(Class<T> type, Supplier<T> first) {
    Object kept = progress;
    if (type.isInstance(kept)) {
      return type.cast(kept);
    }
    T fresh = first.get();
    progress = fresh;
    return fresh;
  }

  @Override
  public String toString() {
    return "task " + tid + " of process " + process.pid();
  }
}
