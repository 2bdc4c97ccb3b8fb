package spool.kernel.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import spool.kernel.trace.Timeline.Phase;
import spool.kernel.trace.Timeline.Span;

/// What a Gantt chart of a run shows: for each hart its bars, and for each unit, which is a job or
/// in a run without jobs a process, its phases.
///
/// A job is READY from its arrival to its first process.
///
/// @param elapsed the time of the whole run, in cycles
/// @param grain the length in cycles below which parts were merged; 0 if none were
/// @param harts for each hart its bars, without a gap
/// @param units the jobs or processes
public record Chart(long elapsed, long grain, List<List<Bar>> harts, List<Unit> units) {
  /// What a hart did from cycle `from` to cycle `to`, as in [Span].
  ///
  /// @param unit which unit's task it had, or [#NO_UNIT]: none, or one outside all jobs
  public record Bar(long from, long to, Activity activity, int unit) {
    /// Of no unit.
    public static final int NO_UNIT = -1;
  }

  /// A job or a process.
  ///
  /// @param number of the job or the process
  /// @param name of it
  /// @param phases what it did, in order, without a gap
  public record Unit(int number, String name, List<Phase> phases) {}

  private record Shown(Activity activity, int unit) {}

  /// The chart of a run.
  public static Chart of(RunAccount account, Timeline timeline) {
    int[] units = units(account);
    List<List<Bar>> harts =
        timeline.harts().stream()
            .map(spans -> spans.stream().map(span -> bar(span, units)).toList())
            .toList();
    return new Chart(
        timeline.elapsed(),
        timeline.grain(),
        harts,
        account.jobs().isEmpty() ? processes(account, timeline) : jobs(account, timeline, units));
  }

  /// The index of the unit of each process, or [Bar#NO_UNIT].
  private static int[] units(RunAccount account) {
    int count = account.processes().size();
    if (account.jobs().isEmpty()) {
      return IntStream.range(0, count).toArray();
    }
    // A number that was used again means the latest job of that number.
    Map<Integer, Integer> jobs = new TreeMap<>();
    for (int job = 0; job < account.jobs().size(); job++) {
      jobs.put(account.jobs().get(job).number(), job);
    }
    return account.processes().stream()
        .map(ProcessAccount::job)
        .mapToInt(
            job -> job.isPresent() ? jobs.getOrDefault(job.getAsInt(), Bar.NO_UNIT) : Bar.NO_UNIT)
        .toArray();
  }

  private static Bar bar(Span span, int[] units) {
    int unit = span.process() == Span.NO_PROCESS ? Bar.NO_UNIT : units[span.process()];
    return new Bar(span.from(), span.to(), span.activity(), unit);
  }

  private static List<Unit> processes(RunAccount account, Timeline timeline) {
    List<Unit> units = new ArrayList<>();
    for (int index = 0; index < account.processes().size(); index++) {
      ProcessAccount process = account.processes().get(index);
      units.add(new Unit(process.pid(), process.name(), timeline.processes().get(index)));
    }
    return units;
  }

  private static List<Unit> jobs(RunAccount account, Timeline timeline, int[] units) {
    List<List<Phase>> phases = new ArrayList<>();
    account.jobs().forEach(job -> phases.add(new ArrayList<>(admission(job, timeline.elapsed()))));
    for (int process = 0; process < units.length; process++) {
      if (units[process] != Bar.NO_UNIT) {
        phases.get(units[process]).addAll(timeline.processes().get(process));
      }
    }
    List<Unit> jobs = new ArrayList<>();
    for (int index = 0; index < phases.size(); index++) {
      JobAccount job = account.jobs().get(index);
      jobs.add(new Unit(job.number(), job.name(), overlay(phases.get(index), timeline.elapsed())));
    }
    return jobs;
  }

  private static List<Phase> admission(JobAccount job, long elapsed) {
    long from = job.service().arrival();
    long to = Math.min(elapsed, from + job.admission());
    return to > from ? List.of(new Phase(from, to, Condition.READY)) : List.of();
  }

  /// The phases of all together: RUNNING if any is, else READY if any is, and so on.
  private static List<Phase> overlay(List<Phase> phases, long elapsed) {
    if (phases.isEmpty()) {
      return List.of();
    }
    TreeMap<Long, Map<Condition, Integer>> changes = new TreeMap<>();
    for (Phase phase : phases) {
      change(changes, phase.from(), phase.condition(), 1);
      change(changes, phase.to(), phase.condition(), -1);
    }
    SegmentLog<Condition> log = new SegmentLog<>();
    Map<Condition, Integer> counts = new EnumMap<>(Condition.class);
    changes.forEach(
        (time, steps) -> {
          steps.forEach((condition, step) -> counts.merge(condition, step, Integer::sum));
          log.append(time, first(counts));
        });
    return phases(log, elapsed);
  }

  private static void change(
      Map<Long, Map<Condition, Integer>> changes, long time, Condition condition, int step) {
    changes
        .computeIfAbsent(time, at -> new EnumMap<>(Condition.class))
        .merge(condition, step, Integer::sum);
  }

  private static Condition first(Map<Condition, Integer> counts) {
    return counts.entrySet().stream()
        .filter(each -> each.getValue() > 0)
        .map(Map.Entry::getKey)
        .min(Comparator.naturalOrder())
        .orElse(Condition.ABSENT);
  }

  private static List<Phase> phases(SegmentLog<Condition> log, long end) {
    List<Phase> phases = new ArrayList<>();
    log.visit(end, (from, to, condition) -> phases.add(new Phase(from, to, condition)));
    return phases;
  }

  /// How many bars and phases there are.
  public int size() {
    return harts.stream().mapToInt(List::size).sum()
        + units.stream().mapToInt(unit -> unit.phases.size()).sum();
  }

  /// This chart with what is shorter than `length` cycles merged, as for a picture in which it
  /// could not be seen.
  public Chart coarser(long length) {
    return new Chart(
        elapsed,
        Math.max(grain, length),
        harts.stream().map(bars -> coarserBars(bars, length)).toList(),
        units.stream()
            .map(unit -> new Unit(unit.number, unit.name, coarserPhases(unit.phases, length)))
            .toList());
  }

  private static List<Bar> coarserBars(List<Bar> bars, long length) {
    SegmentLog<Shown> log = new SegmentLog<>();
    bars.forEach(bar -> log.append(bar.from, new Shown(bar.activity, bar.unit)));
    log.coarsen(length);
    List<Bar> coarse = new ArrayList<>();
    long end = bars.isEmpty() ? 0 : bars.getLast().to;
    log.visit(end, (from, to, shown) -> coarse.add(new Bar(from, to, shown.activity, shown.unit)));
    return coarse;
  }

  private static List<Phase> coarserPhases(List<Phase> phases, long length) {
    SegmentLog<Condition> log = new SegmentLog<>();
    phases.forEach(phase -> log.append(phase.from(), phase.condition()));
    log.coarsen(length);
    return phases.isEmpty() ? phases : phases(log, phases.getLast().to());
  }
}
