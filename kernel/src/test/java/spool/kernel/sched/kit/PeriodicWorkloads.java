package spool.kernel.sched.kit;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Random tasks with deadlines on one hart, in whole units of time, for two hyperperiods.
final class PeriodicWorkloads {
  /// The unit, in cycles.
  static final long UNIT = 1_000_000;

  private static final int MOST_TASKS = 4;

  private PeriodicWorkloads() {}

  /// Deadlines at the ends of periods, or within them.
  static Arbitrary<Workload> any(boolean constrained) {
    Arbitrary<Long> periods = Arbitraries.of(2L, 3L, 4L, 6L, 8L, 12L);
    Arbitrary<Integer> parts = Arbitraries.integers().between(1, 100);
    return Combinators.combine(periods, parts, constrained ? parts : Arbitraries.just(100))
        .as(PeriodicWorkloads::job)
        .list()
        .ofMinSize(1)
        .ofMaxSize(MOST_TASKS)
        .map(PeriodicWorkloads::filled);
  }

  /// A task of this period, whose deadline is a part of it, and whose runtime is a part of half the
  /// deadline: so that every second set fits, more or less.
  private static Job job(long period, int runtimePart, int deadlinePart) {
    long deadline = Math.max(1, period * deadlinePart / 100);
    long runtime = Math.max(1, Math.ceilDiv(deadline * runtimePart, 180));
    return Job.periodic(runtime * UNIT, deadline * UNIT, period * UNIT, 1);
  }

  /// The jobs, each for two hyperperiods of all.
  static Workload filled(List<Job> jobs) {
    long end =
        2 * RealTimeTheory.hyperperiod(jobs.stream().map(Job::attributes).toList(), UNIT) * UNIT;
    List<Job> filled = new ArrayList<>();
    for (Job job : jobs) {
      int count = (int) (end / job.attributes().period());
      filled.add(
          Job.periodic(
              job.attributes().runtime(),
              job.attributes().deadline(),
              job.attributes().period(),
              count));
    }
    return Workload.of(filled);
  }

  /// The first deadline that a job missed, or nothing.
  static List<Long> misses(Trial trial, int tid) {
    Job job = trial.workload().job(tid);
    List<Long> misses = new ArrayList<>();
    long work = 0;
    for (int period = 0; period < job.steps().size(); period++) {
      work += job.steps().get(period).cpu();
      long deadline =
          job.arrival() + period * job.attributes().period() + job.attributes().deadline();
      long done = trial.timeline().served(tid, work).orElse(Long.MAX_VALUE);
      if (done > deadline + trial.grace(1)) {
        misses.add(deadline);
      }
    }
    return misses;
  }

  /// Every deadline that any job missed.
  static List<Long> misses(Trial trial) {
    List<Long> misses = new ArrayList<>();
    for (int tid = 1; tid <= trial.workload().jobs().size(); tid++) {
      misses.addAll(misses(trial, tid));
    }
    return misses;
  }
}
