package spool.kernel.sched;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// One queue for each hart, each with the chosen policy of its own, and work stealing; the other
/// choice is one queue for all harts, which is a policy as it is.
///
/// - A task that wakes goes to the hart that it ran on last, whose caches know it; if it may not
///   run there, and when it is new or moved, to the hart with the fewest tasks that it may run on,
///   the lowest number among equals.
/// - A hart takes from its own queue in the order of its policy.
/// - A hart whose queue has nothing for it steals one task from the longest queue that has one it
///   may run, the lowest number among equals: the one that the policy would let run next, which has
///   waited for it the longest in most. It belongs to the thief's queue from then on.
/// - A task takes a hart only from tasks of its own queue, so that between harts there is no order:
///   one hart may run what another hart's queue would put last.
///
/// Invariant: each ready task is in exactly one queue; no hart is without a task while one waits
/// that may run there.
public final class HartQueues implements Scheduler {
  private final List<Scheduler> queues;
  private final int[] loads;
  private final Map<TaskView, Integer> homes = new HashMap<>();

  /// A queue, which `policy` makes, for each of `harts` harts.
  public HartQueues(Supplier<Scheduler> policy, int harts) {
    queues = Stream.generate(policy).limit(harts).toList();
    loads = new int[harts];
  }

  private Scheduler first() {
    return queues.getFirst();
  }

  @Override
  public String name() {
    return first().name();
  }

  @Override
  public String description() {
    return first().description();
  }

  @Override
  public boolean servesDeadlines() {
    return first().servesDeadlines();
  }

  @Override
  public List<Parameter> parameters() {
    return first().parameters();
  }

  @Override
  public void ready(TaskView task, Reason reason, long now) {
    Integer home = homes.get(task);
    if (home != null && task.mayRunOn(home)) {
      queues.get(home).ready(task, reason, now);
      return;
    }
    boolean moves = home != null;
    if (moves) {
      leave(task, Departure.MIGRATED, now);
    }
    int hart = reason == Reason.WOKEN && task.mayRunOn(task.hart()) ? task.hart() : idlest(task);
    queues.get(hart).ready(task, moves ? Reason.MIGRATED : reason, now);
    enter(task, hart);
  }

  private void enter(TaskView task, int hart) {
    homes.put(task, hart);
    loads[hart]++;
  }

  private void leave(TaskView task, Departure departure, long now) {
    Integer home = homes.remove(task);
    if (home != null) {
      loads[home]--;
      queues.get(home).left(task, departure, now);
    }
  }

  private int idlest(TaskView task) {
    return IntStream.range(0, loads.length)
        .filter(task::mayRunOn)
        .boxed()
        .min(Comparator.comparingInt(hart -> loads[hart]))
        .orElseThrow(() -> new IllegalStateException("task " + task.tid() + " may run nowhere"));
  }

  @Override
  public Optional<TaskView> next(int hart, long now) {
    return queues.get(hart).next(hart, now).or(() -> steal(hart, now));
  }

  private Optional<TaskView> steal(int thief, long now) {
    for (Integer victim : byLength(thief)) {
      Optional<TaskView> stolen = queues.get(victim).next(thief, now);
      if (stolen.isPresent()) {
        leave(stolen.get(), Departure.MIGRATED, now);
        queues.get(thief).ready(stolen.get(), Reason.MIGRATED, now);
        enter(stolen.get(), thief);
        return queues.get(thief).next(thief, now);
      }
    }
    return Optional.empty();
  }

  private List<Integer> byLength(int thief) {
    List<Integer> victims = new ArrayList<>();
    for (int hart = 0; hart < loads.length; hart++) {
      if (hart != thief && queues.get(hart).readyCount() > 0) {
        victims.add(hart);
      }
    }
    victims.sort(Comparator.comparingInt(hart -> -queues.get(hart).readyCount()));
    return victims;
  }

  /// The queue that `task` is in, or was; the first one if it has not been here.
  private Scheduler queueOf(TaskView task) {
    return queues.get(homes.getOrDefault(task, 0));
  }

  @Override
  public long quantum(TaskView task, long now) {
    return queueOf(task).quantum(task, now);
  }

  @Override
  public boolean preempts(TaskView candidate, TaskView running, long now) {
    Integer home = homes.get(candidate);
    return home != null
        && home.equals(homes.get(running))
        && queues.get(home).preempts(candidate, running, now);
  }

  @Override
  public void left(TaskView task, Departure departure, long now) {
    leave(task, departure, now);
  }

  @Override
  public void remove(TaskView task) {
    Integer home = homes.remove(task);
    if (home != null) {
      loads[home]--;
      queues.get(home).remove(task);
    }
  }

  @Override
  public int readyCount() {
    return queues.stream().mapToInt(Scheduler::readyCount).sum();
  }

  @Override
  public long nextChange(long now) {
    return queues.stream().mapToLong(queue -> queue.nextChange(now)).min().orElseThrow();
  }

  @Override
  public boolean admits(TaskView task, Attributes wanted) {
    return queueOf(task).admits(task, wanted);
  }
}
