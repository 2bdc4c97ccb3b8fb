package spool.kernel.sched;

import java.util.List;
import java.util.Optional;

/// Shortest job first: of those that are ready the one that needs the hart for the shortest time
/// gets it, and keeps it until it waits or ends.
///
/// The need is the one declared, or else expected from the past: see [Bursts]. When all tasks
/// arrive together, no order has a smaller mean turnaround time (W. E. Smith, Various optimizers
/// for single-stage production, Naval Research Logistics Quarterly 3, 1956); with later arrivals
/// that is not so, and a long task may wait for ever behind ever new short ones.
///
/// Left open by the books: among equal needs the one that became ready first runs. A declared need
/// is that of the whole job, so a job that comes back from a wait competes with all of it, not with
/// what is left. Who had to make room for a task of a class above goes on before all others: nobody
/// is preempted by a shorter job.
///
/// Invariant: at each dispatch no ready task has a smaller need than the one taken, unless that one
/// was interrupted in its turn.
public final class ShortestJobFirst implements Scheduler {
  private static final long BEFORE_ALL = -1;

  private final Bursts bursts;
  private final OrderedReady queue = new OrderedReady();

  /// The policy at its standards.
  public ShortestJobFirst() {
    this(Settings.standard());
  }

  /// The policy with the parameters that `settings` has.
  public ShortestJobFirst(Settings settings) {
    bursts = new Bursts(settings);
  }

  @Override
  public String name() {
    return "sjf";
  }

  @Override
  public String description() {
    return "shortest job first, by declared need or past bursts, without preemption";
  }

  @Override
  public List<Parameter> parameters() {
    return Bursts.PARAMETERS;
  }

  @Override
  public void ready(TaskView task, Reason reason, long now) {
    if (reason == Reason.PREEMPTED) {
      queue.addFirst(task, BEFORE_ALL);
      return;
    }
    if (reason == Reason.CREATED || reason == Reason.WOKEN) {
      bursts.begin(task);
    }
    queue.add(task, bursts.length(task));
  }

  @Override
  public Optional<TaskView> next(int hart, long now) {
    return queue.take(hart);
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
