package spool.kernel.sched;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One queue for all harts, first in, first out, with a quantum that is the same for all.
///
/// Whoever becomes ready goes to the tail, whatever the reason: new, woken, at the end of the
/// quantum or yielding, and has a full quantum before it. Only one that had to make room for
/// another keeps its place at the head and what is left of its quantum, as sched(7) has it for
/// `SCHED_RR`. With a quantum that no burst exceeds this is first come, first served.
///
/// With n tasks that are always ready, quantum q and switch cost s, a task waits at most (n - 1)(q
/// + s) + s between two turns on one hart, and no two have been served for times that differ by
///   more than q.
public final class RoundRobin implements Scheduler {
  /// What it is called.
  public static final String NAME = "rr";

  private static final Parameter QUANTUM =
      Parameter.duration(
          "quantum", "10ms", "how long a turn lasts; the tick of a kernel with HZ=100");

  private final long quantum;
  private final OrderedReady queue = new OrderedReady();

  /// What is left of a task's quantum at the mark.
  private static final class Turn extends Meter {
    long left;

    Turn(TaskView task) {
      super(task);
    }
  }

  /// Round robin with the standard quantum.
  public RoundRobin() {
    this(Settings.standard());
  }

  /// Round robin with a quantum of so many cycles.
  public RoundRobin(long quantum) {
    this(Settings.of(Map.of(QUANTUM.name(), quantum + "ns")));
  }

  /// Round robin with the quantum that `settings` has.
  public RoundRobin(Settings settings) {
    quantum = settings.cycles(QUANTUM);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "round robin: turns of one quantum";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(QUANTUM);
  }

  private static Turn turn(TaskView task) {
    return task.standing(Turn.class, Turn::new);
  }

  @Override
  public void ready(TaskView task, Reason reason, long now) {
    Turn turn = turn(task);
    long left = reason == Reason.PREEMPTED ? turn.left - turn.cycles(task) : 0;
    if (left > 0) {
      queue.addFirst(task, 0);
    } else {
      queue.add(task, 0);
    }
    turn.left = left > 0 ? left : quantum;
  }

  @Override
  public Optional<TaskView> next(int hart, long now) {
    Optional<TaskView> next = queue.take(hart);
    next.ifPresent(task -> turn(task).mark(task));
    return next;
  }

  @Override
  public long quantum(TaskView task, long now) {
    long left = turn(task).left;
    return left > 0 ? left : quantum;
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
