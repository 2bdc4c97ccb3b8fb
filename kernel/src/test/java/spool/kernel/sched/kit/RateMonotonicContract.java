package spool.kernel.sched.kit;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Rate monotonic scheduling: of tasks with deadlines the shortest period runs, and on one hart
/// with free switches no deadline is missed if and only if the worst response times are within
/// them.
public abstract class RateMonotonicContract extends SchedulerContract {
  @Provide
  Arbitrary<Workload> periodic() {
    return given(PeriodicWorkloads.any(true).filter(RateMonotonicContract::hasDistinctPeriods));
  }

  private static boolean hasDistinctPeriods(Workload workload) {
    return workload.jobs().stream().map(job -> job.attributes().period()).distinct().count()
        == workload.jobs().size();
  }

  @Property
  void missesNothingIfAndOnlyIfTheResponseTimesFit(@ForAll("periodic") Workload workload) {
    Trial trial = run(workload, this::standard);
    List<Long> misses = PeriodicWorkloads.misses(trial);
    boolean fits = new RealTimeTheory(workload, PeriodicWorkloads.UNIT).responseTimesFit();
    check(
        trial.require(
            misses.isEmpty() == fits,
            Law.RATE_MONOTONIC,
            misses.isEmpty() ? trial.history().end() : misses.getFirst(),
            fits ? "a deadline was missed" : "no deadline was missed, which cannot be"));
  }

  @Property
  void runsTheShortestPeriod(@ForAll("periodic") Workload workload) {
    Trial trial = run(workload, this::standard);
    for (Overlaps.Overlap overlap : Overlaps.of(trial)) {
      trial.require(
          period(workload, overlap.running()) <= period(workload, overlap.waiting()),
          Law.RATE_MONOTONIC,
          overlap.from(),
          "task %d runs while task %d waits",
          overlap.running(),
          overlap.waiting());
    }
    check(trial);
  }

  private static long period(Workload workload, int tid) {
    return workload.job(tid).attributes().period();
  }
}
