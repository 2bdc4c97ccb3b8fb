package spool.kernel.sched;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The classes of sched(7) around the policy that the machine's user has chosen: tasks with
/// deadlines run before real-time tasks, those before the normal ones, and `SCHED_IDLE` only if
/// there is no other.
///
/// The chosen policy orders the normal tasks, `SCHED_OTHER` and `SCHED_BATCH`. One that is made for
/// deadlines takes the class of those, which [EarliestDeadlineFirst] has otherwise, and
/// [RoundRobin] serves the rest. Real-time tasks go by [RealTimeClass], idle ones by a round robin
/// of their own.
///
/// A task of a class above takes the hart from one of a class below at once; within a class its
/// policy decides, but that a `SCHED_BATCH` task takes it from no other. A task that changes its
/// class while it runs leaves the old class when it next gives its hart up, and is new in the
/// other.
///
/// Invariant: each task is in exactly one class from becoming ready to leaving its hart; no task
/// runs while one of a class above waits that may run there and is not throttled.
public final class SchedulingClasses implements Scheduler {
  /// The quantum of `SCHED_RR`, Linux's `sched_rr_timeslice_ms`.
  public static final long ROUND_ROBIN_QUANTUM = 100_000_000;

  private final Scheduler chosen;
  private final Scheduler deadline;
  private final Scheduler realTime = new RealTimeClass(ROUND_ROBIN_QUANTUM);
  private final Scheduler normal;
  private final Scheduler idle = new RoundRobin();

  /// The first to run first.
  private final Scheduler[] classes;

  private final Map<TaskView, Rank> homes = new HashMap<>();

  /// The classes, the first to run first.
  private enum Rank {
    DEADLINE,
    REAL_TIME,
    NORMAL,
    IDLE;

    static Rank of(TaskView task) {
      return switch (task.attributes().policy()) {
        case SCHED_DEADLINE -> DEADLINE;
        case SCHED_FIFO, SCHED_RR -> REAL_TIME;
        case SCHED_OTHER, SCHED_BATCH -> NORMAL;
        case SCHED_IDLE -> IDLE;
      };
    }
  }

  /// The classes around `chosen` on a machine with `harts` harts.
  public SchedulingClasses(Scheduler chosen, int harts) {
    this(chosen, new RoundRobin(), harts);
  }

  /// The classes around `chosen`, with `rest` for the normal tasks if `chosen` serves deadlines.
  public SchedulingClasses(Scheduler chosen, Scheduler rest, int harts) {
    this.chosen = chosen;
    boolean takesDeadlines = chosen.servesDeadlines();
    Settings settings = Settings.of(Map.of("harts", Integer.toString(harts)));
    deadline = takesDeadlines ? chosen : new EarliestDeadlineFirst(settings);
    normal = takesDeadlines ? rest : chosen;
    classes = new Scheduler[] {deadline, realTime, normal, idle};
  }

  @Override
  public String name() {
    return chosen.name();
  }

  @Override
  public String description() {
    return chosen.description();
  }

  @Override
  public boolean servesDeadlines() {
    return true;
  }

  @Override
  public List<Parameter> parameters() {
    return chosen.parameters();
  }

  private Scheduler of(Rank rank) {
    return switch (rank) {
      case DEADLINE -> deadline;
      case REAL_TIME -> realTime;
      case NORMAL -> normal;
      case IDLE -> idle;
    };
  }

  private Rank homeOf(TaskView task) {
    return homes.getOrDefault(task, Rank.of(task));
  }

  @Override
  public void ready(TaskView task, Reason reason, long now) {
    Rank next = Rank.of(task);
    Rank home = homeOf(task);
    if (home == next) {
      of(next).ready(task, reason, now);
    } else {
      of(home).left(task, Departure.MIGRATED, now);
      of(next).ready(task, Reason.MIGRATED, now);
    }
    homes.put(task, next);
  }

  @Override
  public Optional<TaskView> next(int hart, long now) {
    for (Scheduler each : classes) {
      Optional<TaskView> next = each.next(hart, now);
      if (next.isPresent()) {
        return next;
      }
    }
    return Optional.empty();
  }

  @Override
  public long quantum(TaskView task, long now) {
    return of(homeOf(task)).quantum(task, now);
  }

  @Override
  public boolean preempts(TaskView candidate, TaskView running, long now) {
    Rank first = homeOf(candidate);
    Rank second = Rank.of(running);
    if (first == Rank.DEADLINE || first == second) {
      // A running task that has changed its class meanwhile is about to leave its hart anyway.
      return homeOf(running) == second
          && !isBatch(candidate)
          && of(first).preempts(candidate, running, now);
    }
    return first.compareTo(second) < 0;
  }

  private static boolean isBatch(TaskView task) {
    return task.attributes().policy() == Attributes.Policy.SCHED_BATCH;
  }

  @Override
  public void left(TaskView task, Departure departure, long now) {
    Rank home = homeOf(task);
    homes.remove(task);
    of(home).left(task, departure, now);
    if (departure == Departure.ENDED && home != Rank.DEADLINE) {
      // It may have been promised its deadlines and not have run with them.
      of(Rank.DEADLINE).left(task, departure, now);
    }
  }

  @Override
  public void remove(TaskView task) {
    of(homeOf(task)).remove(task);
    homes.remove(task);
  }

  @Override
  public int readyCount() {
    int count = 0;
    for (Scheduler each : classes) {
      count += each.readyCount();
    }
    return count;
  }

  @Override
  public long nextChange(long now) {
    long next = Long.MAX_VALUE;
    for (Scheduler each : classes) {
      next = Math.min(next, each.nextChange(now));
    }
    return next;
  }

  @Override
  public boolean admits(TaskView task, Attributes wanted) {
    return of(wanted.isPeriodic() ? Rank.DEADLINE : Rank.NORMAL).admits(task, wanted);
  }
}
