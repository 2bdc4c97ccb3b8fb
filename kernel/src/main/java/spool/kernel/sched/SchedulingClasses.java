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
  private final Scheduler deadlines;
  private final Scheduler normal;
  private final Scheduler realTime = new RealTimeClass(ROUND_ROBIN_QUANTUM);
  private final Scheduler idle = new RoundRobin();
  private final List<Scheduler> classes;
  private final Map<TaskView, Scheduler> homes = new HashMap<>();

  /// The classes around `chosen` on a machine with `harts` harts.
  public SchedulingClasses(Scheduler chosen, int harts) {
    this(chosen, new RoundRobin(), harts);
  }

  /// The classes around `chosen`, with `rest` for the normal tasks if `chosen` serves deadlines.
  public SchedulingClasses(Scheduler chosen, Scheduler rest, int harts) {
    this.chosen = chosen;
    boolean takesDeadlines = chosen.servesDeadlines();
    Settings settings = Settings.of(Map.of("harts", Integer.toString(harts)));
    deadlines = takesDeadlines ? chosen : new EarliestDeadlineFirst(settings);
    normal = takesDeadlines ? rest : chosen;
    classes = List.of(deadlines, realTime, normal, idle);
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

  private Scheduler classOf(TaskView task) {
    return switch (task.attributes().policy()) {
      case SCHED_DEADLINE -> deadlines;
      case SCHED_FIFO, SCHED_RR -> realTime;
      case SCHED_OTHER, SCHED_BATCH -> normal;
      case SCHED_IDLE -> idle;
    };
  }

  private Scheduler homeOf(TaskView task) {
    return homes.getOrDefault(task, classOf(task));
  }

  @Override
  public void ready(TaskView task, Reason reason, long now) {
    Scheduler next = classOf(task);
    Scheduler home = homeOf(task);
    if (home == next) {
      next.ready(task, reason, now);
    } else {
      home.left(task, Departure.MIGRATED, now);
      next.ready(task, Reason.MIGRATED, now);
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
    return homeOf(task).quantum(task, now);
  }

  @Override
  public boolean preempts(TaskView candidate, TaskView running, long now) {
    Scheduler first = homeOf(candidate);
    Scheduler second = classOf(running);
    if (first == deadlines || first == second) {
      return isComparable(running)
          && !isBatch(candidate)
          && first.preempts(candidate, running, now);
    }
    return classes.indexOf(first) < classes.indexOf(second);
  }

  /// Whether `running` runs in its class: one that changed it meanwhile is about to leave its hart.
  private boolean isComparable(TaskView running) {
    return homeOf(running) == classOf(running);
  }

  private static boolean isBatch(TaskView task) {
    return task.attributes().policy() == Attributes.Policy.SCHED_BATCH;
  }

  @Override
  public void left(TaskView task, Departure departure, long now) {
    Scheduler home = homeOf(task);
    homes.remove(task);
    home.left(task, departure, now);
    if (departure == Departure.ENDED && home != deadlines) {
      // It may have been promised its deadlines and not have run with them.
      deadlines.left(task, departure, now);
    }
  }

  @Override
  public void remove(TaskView task) {
    homeOf(task).remove(task);
    homes.remove(task);
  }

  @Override
  public int readyCount() {
    return classes.stream().mapToInt(Scheduler::readyCount).sum();
  }

  @Override
  public long nextChange(long now) {
    return classes.stream().mapToLong(each -> each.nextChange(now)).min().orElseThrow();
  }

  @Override
  public boolean admits(TaskView task, Attributes wanted) {
    return wanted.isPeriodic() ? deadlines.admits(task, wanted) : normal.admits(task, wanted);
  }
}
