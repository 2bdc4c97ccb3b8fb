package spool.kernel.sched;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One queue for all harts, first in, first out, with a quantum that is the same for all.
///
/// Whoever becomes ready goes to the tail, whatever the reason: new, woken, at the end of the
/// quantum or yielding; only one that had to make room for another keeps its place at the head. A
/// task starts every turn with a full quantum. With a quantum that no burst exceeds this is first
/// come, first served.
///
/// With n tasks that are always ready, quantum q and switch cost s, a task waits at most (n - 1)(q
/// + s) + s between two turns on one hart, and no two have been served for times that differ by
///   more than q.
public final class RoundRobin implements Scheduler {
  private static final Parameter QUANTUM =
      Parameter.duration(
          "quantum", "10ms", "how long a turn lasts; the tick of a kernel with HZ=100");

  private final long quantum;
  private final LinkedHashSet<TaskView> queue = new LinkedHashSet<>();

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
    return "rr";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(QUANTUM);
  }

  @Override
  public void ready(TaskView task, Reason reason, long now) {
    if (!queue.add(task)) {
      throw new IllegalStateException("task " + task.tid() + " is ready already");
    }
    if (reason == Reason.PREEMPTED) {
      queue.addFirst(task);
    }
  }

  @Override
  public Optional<TaskView> next(int hart, long now) {
    Iterator<TaskView> each = queue.iterator();
    while (each.hasNext()) {
      TaskView task = each.next();
      if (task.mayRunOn(hart)) {
        each.remove();
        return Optional.of(task);
      }
    }
    return Optional.empty();
  }

  @Override
  public long quantum(TaskView task, long now) {
    return quantum;
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
