package spool.kernel.sched;

import java.util.Optional;

/// The real-time tasks of sched(7): a list for each priority from 1 to 99, of which the highest
/// that is not empty runs.
///
/// - A task that becomes ready goes to the tail of its list, and so does one that yields.
/// - One that is preempted by a higher priority stays at the head of its list, and under `SCHED_RR`
///   keeps what is left of its quantum.
/// - One under `SCHED_RR` whose quantum is over goes to the tail with a full one; under
///   `SCHED_FIFO` there is no quantum.
/// - One whose priority is changed goes to the tail of its new list if it was raised, to the head
///   if it was lowered; if it was not changed it stays where it is.
///
/// Linux by its standards leaves 5 % of the time to tasks of other classes; here a real-time task
/// that never waits keeps its hart, as with `sched_rt_runtime_us` at -1.
///
/// Invariant: no real-time task waits that may run on a hart with a task of lower priority on it.
final class RealTimeClass implements Scheduler {
  private final long quantum;
  private final OrderedReady queue = new OrderedReady();

  /// What is left of a task's quantum at the mark, its priority when it was last here, and where it
  /// stood if it was taken out.
  private static final class Turn extends Meter {
    int priority;
    long left;
    Optional<OrderedReady.Place> place = Optional.empty();

    Turn(TaskView task) {
      super(task);
    }
  }

  /// Lists with a quantum of so many cycles for `SCHED_RR`.
  RealTimeClass(long quantum) {
    this.quantum = quantum;
  }

  @Override
  public String name() {
    return "real-time";
  }

  private static Turn turn(TaskView task) {
    return task.standing(Turn.class, Turn::new);
  }

  private static boolean hasQuantum(TaskView task) {
    return task.attributes().policy() == Attributes.Policy.SCHED_RR;
  }

  @Override
  public void ready(TaskView task, Reason reason, long now) {
    Turn turn = turn(task);
    int priority = task.attributes().priority();
    int rise = turn.priority == 0 ? 1 : priority - turn.priority;
    turn.priority = priority;
    Optional<OrderedReady.Place> before = reason == Reason.MIGRATED ? turn.place : Optional.empty();
    turn.place = Optional.empty();
    if (reason == Reason.PREEMPTED && hasQuantum(task)) {
      turn.left -= turn.cycles(task);
    } else if (before.isEmpty()) {
      turn.left = quantum;
    }
    if (rise == 0 && before.isPresent()) {
      queue.put(before.get());
    } else if (staysAhead(reason, rise) && turn.left > 0) {
      queue.addFirst(task, -priority);
    } else {
      turn.left = quantum;
      queue.add(task, -priority);
    }
  }

  private static boolean staysAhead(Reason reason, int rise) {
    return switch (reason) {
      case PREEMPTED -> rise <= 0;
      case MIGRATED -> rise < 0;
      case CREATED, WOKEN, EXPIRED, YIELDED -> false;
    };
  }

  @Override
  public Optional<TaskView> next(int hart, long now) {
    Optional<TaskView> next = queue.take(hart);
    next.ifPresent(task -> turn(task).mark(task));
    return next;
  }

  @Override
  public long quantum(TaskView task, long now) {
    return hasQuantum(task) ? Math.max(1, turn(task).left) : Long.MAX_VALUE;
  }

  @Override
  public boolean preempts(TaskView candidate, TaskView running, long now) {
    return candidate.attributes().priority() > running.attributes().priority();
  }

  @Override
  public void remove(TaskView task) {
    queue.remove(task).ifPresent(place -> turn(task).place = Optional.of(place));
  }

  @Override
  public int readyCount() {
    return queue.size();
  }
}
