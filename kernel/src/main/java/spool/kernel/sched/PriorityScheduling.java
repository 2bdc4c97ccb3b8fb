package spool.kernel.sched;

import java.util.List;
import java.util.Optional;

/// Fixed priorities: the nice value is the priority, the lowest runs, and takes the hart from a
/// higher one at once (Silberschatz, Galvin and Gagne, Operating System Concepts, section 5.3.4).
///
/// Without ageing a task of one priority keeps the hart until it waits, and who has a higher nice
/// value may wait for ever. With ageing a waiting task rises by one step of nice for each `step` of
/// waiting, and keeps for its turn what it had risen by. A turn then lasts one step; after it, and
/// after a wait, the task starts again from its own nice value.
///
/// The book leaves open: among equals who became ready first runs; one who was preempted goes to
/// the head of its equals, with the priority it had; one who yields goes behind them.
///
/// Ageing costs nothing: with a step A, a task of nice p that waits since t stands at p - (now - t)
/// / A, and of two of them the one with the lower p A + t is ahead at all times.
///
/// Invariant: no ready task that may run on a hart has a lower value than the one running there, as
/// it was at the start of its turn. With ageing no task waits longer than (p + 20) A and the turns
/// of those that rose with it.
public final class PriorityScheduling implements Scheduler {
  private static final Parameter AGEING =
      Parameter.toggle("ageing", "false", "whether waiting raises the priority");
  private static final Parameter STEP =
      Parameter.duration("step", "50ms", "with ageing, how much waiting is worth one step of nice");

  private final boolean ageing;
  private final long step;
  private final OrderedReady queue = new OrderedReady();

  /// The value that a task has: in the queue as it would be at time 0, so that it can be compared;
  /// on a hart as it was at the start of the turn.
  private static final class Standing {
    int nice;
    boolean hasRun;
    long queued;
    long running;
  }

  /// The policy at its standards.
  public PriorityScheduling() {
    this(Settings.standard());
  }

  /// The policy with the parameters that `settings` has.
  public PriorityScheduling(Settings settings) {
    ageing = settings.isOn(AGEING);
    step = ageing ? settings.cycles(STEP) : 1;
  }

  @Override
  public String name() {
    return "priority";
  }

  @Override
  public String description() {
    return "fixed priorities by nice value, preemptive, on request with ageing";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(AGEING, STEP);
  }

  private static Standing standing(TaskView task) {
    return task.standing(Standing.class, _ -> new Standing());
  }

  /// Whether `task` goes on with the value that it had on its hart: it has run here, and its nice
  /// value was not changed meanwhile.
  private static boolean keepsValue(TaskView task, Standing standing, Reason reason) {
    boolean keeps = reason == Reason.PREEMPTED && standing.hasRun && standing.nice == task.nice();
    standing.nice = task.nice();
    return keeps;
  }

  private long age(long now) {
    return ageing ? now : 0;
  }

  private long own(TaskView task) {
    return task.nice() * step;
  }

  @Override
  public void ready(TaskView task, Reason reason, long now) {
    Standing standing = standing(task);
    boolean keeps = keepsValue(task, standing, reason);
    standing.queued = (keeps ? standing.running : own(task)) + age(now);
    if (keeps) {
      queue.addFirst(task, standing.queued);
    } else {
      queue.add(task, standing.queued);
    }
  }

  @Override
  public Optional<TaskView> next(int hart, long now) {
    Optional<TaskView> next = queue.take(hart);
    next.map(PriorityScheduling::standing).ifPresent(standing -> begin(standing, now));
    return next;
  }

  private void begin(Standing standing, long now) {
    standing.hasRun = true;
    standing.running = standing.queued - age(now);
  }

  @Override
  public long quantum(TaskView task, long now) {
    return ageing ? step : Long.MAX_VALUE;
  }

  @Override
  public boolean preempts(TaskView candidate, TaskView running, long now) {
    return standing(candidate).queued - age(now) < standing(running).running;
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
