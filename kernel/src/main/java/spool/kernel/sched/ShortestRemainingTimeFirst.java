package spool.kernel.sched;

import java.util.List;
import java.util.Optional;

/// Shortest remaining time first: the hart belongs to whoever is done soonest, and is taken away
/// for one that comes and needs less than what is left of the one that runs.
///
/// The need is the one declared, less all CPU time that the task has used; or else the burst
/// expected from the past, less what of it is done: see [Bursts]. With true needs and free switches
/// no policy on one hart has a smaller mean turnaround time (L. Schrage, A proof of the optimality
/// of the shortest remaining processing time discipline, Operations Research 16, 1968). With
/// several harts that holds only if all arrive together.
///
/// Left open by the books: a task that has used more than its need counts as needing nothing more,
/// so one that declares too little comes before others; limits are there for that. Equal needs do
/// not preempt, and among equals who became ready first runs, one that was preempted before those
/// that wait.
///
/// Invariant: remaining(running) <= remaining(ready) at every instant, for every ready task that
/// may run there.
public final class ShortestRemainingTimeFirst implements Scheduler {
  private final Bursts bursts;
  private final OrderedReady queue = new OrderedReady();

  /// The policy at its standards.
  public ShortestRemainingTimeFirst() {
    this(Settings.standard());
  }

  /// The policy with the parameters that `settings` has.
  public ShortestRemainingTimeFirst(Settings settings) {
    bursts = new Bursts(settings);
  }

  @Override
  public String name() {
    return "srtf";
  }

  @Override
  public String description() {
    return "shortest remaining time first, by declared need or past bursts";
  }

  @Override
  public List<Parameter> parameters() {
    return Bursts.PARAMETERS;
  }

  @Override
  public void ready(TaskView task, Reason reason, long now) {
    if (reason == Reason.CREATED || reason == Reason.WOKEN) {
      bursts.begin(task);
    }
    if (reason == Reason.PREEMPTED) {
      queue.addFirst(task, bursts.remaining(task));
    } else {
      queue.add(task, bursts.remaining(task));
    }
  }

  @Override
  public Optional<TaskView> next(int hart, long now) {
    return queue.take(hart);
  }

  @Override
  public boolean preempts(TaskView candidate, TaskView running, long now) {
    return bursts.remaining(candidate) < bursts.remaining(running);
  }

  @Override
  public void left(TaskView task, Departure departure, long now) {
    if (departure == Departure.BLOCKED) {
      bursts.end(task);
    }
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
