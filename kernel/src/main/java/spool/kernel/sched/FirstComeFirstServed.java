package spool.kernel.sched;

import java.util.Optional;

/// First come, first served: one queue in the order in which tasks became ready, and nobody is
/// taken off a hart.
///
/// The oldest rule, and that of the batch systems. Whoever has the hart keeps it until it waits or
/// ends; who comes back from a wait, or yields, goes to the tail. A short task behind a long one
/// waits for all of it (the convoy of Silberschatz, Galvin and Gagne, Operating System Concepts,
/// section 5.3.1; Arpaci-Dusseau, Operating Systems: Three Easy Pieces, chapter 7).
///
/// A task that had to make room for one of a class above (a real-time task) has not given its turn
/// up: it keeps its place at the head.
///
/// Invariant: tasks are taken in the order of (time of becoming ready, order of the calls).
public final class FirstComeFirstServed implements Scheduler {
  private final OrderedReady queue = new OrderedReady();

  @Override
  public String name() {
    return "fcfs";
  }

  @Override
  public String description() {
    return "first come, first served, without preemption";
  }

  @Override
  public void ready(TaskView task, Reason reason, long now) {
    if (reason == Reason.PREEMPTED) {
      queue.addFirst(task, 0);
    } else {
      queue.add(task, 0);
    }
  }

  @Override
  public Optional<TaskView> next(int hart, long now) {
    return queue.take(hart);
  }

  @Override
  public void remove(TaskView task) {
    queue.remove(task);
  }

  @Override
  public int readyCount() {
    return queue.size();
  }
}
