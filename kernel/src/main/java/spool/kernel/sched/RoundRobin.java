package spool.kernel.sched;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;

/// One queue for all harts, first in, first out, with a quantum that is the same for all.
///
/// Whoever becomes ready goes to the tail, whatever the reason: new, woken, preempted at the end of
/// the quantum or yielding. A task starts every turn with a full quantum. With a quantum that no
/// burst exceeds this is first come, first served.
///
/// With n tasks that are always ready, quantum q and switch cost s, a task waits at most (n - 1)(q
/// + s) + s between two turns on one hart, and no two have been served for times that differ by
///   more than q.
public final class RoundRobin implements Scheduler {
  /// The quantum if none is chosen: 10 ms, the tick of a kernel with `HZ=100`.
  public static final long DEFAULT_QUANTUM = 10_000_000;

  private final long quantum;
  private final LinkedHashSet<TaskView> queue = new LinkedHashSet<>();

  /// Round robin with the default quantum.
  public RoundRobin() {
    this(DEFAULT_QUANTUM);
  }

  /// Round robin with a quantum of so many cycles.
  public RoundRobin(long quantum) {
    if (quantum <= 0) {
      throw new IllegalArgumentException("a quantum of " + quantum + " cycles");
    }
    this.quantum = quantum;
  }

  @Override
  public String name() {
    return "round-robin";
  }

  @Override
  public void ready(TaskView task, Reason reason, long now) {
    if (!queue.add(task)) {
      throw new IllegalStateException("task " + task.tid() + " is ready already");
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
