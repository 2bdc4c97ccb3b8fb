package spool.kernel.sched.kit;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import spool.kernel.sched.Scheduler;

/// Earliest eligible virtual deadline first: for tasks that are always ready the lag of each, its
/// share by weight of all CPU time less what it has got, is less than a request either way, and all
/// lags sum up to zero (Stoica and Abdel-Wahab 1995).
public abstract class EligibleDeadlineContract extends SchedulerContract {
  private static final long SLICE = 2_000_000;
  private static final long WORK = 150_000_000;

  /// The policy with requests of so many cycles.
  protected Scheduler policy(long slice) {
    return with("slice", slice + "ns");
  }

  /// The weight of a job; by its nice value if not said otherwise, see [Weights].
  protected long weight(Job job) {
    return Weights.of(job);
  }

  @Provide
  Arbitrary<Workload> weighted() {
    return given(Workloads.weighted(6, Arbitraries.integers().between(-10, 10), WORK));
  }

  @Property
  void lagsStayWithinARequest(@ForAll("weighted") Workload workload) {
    long slice = fit(SLICE);
    Trial trial = run(workload, () -> policy(slice));
    Shares shares = new Shares(trial);
    double weights = workload.jobs().stream().mapToLong(this::weight).sum();
    for (long time : shares.turns()) {
      long total = shares.total(time);
      trial.require(
          total <= time && total >= time - trial.grace(shares.turnsUntil(time)),
          Law.LAG,
          time,
          "the lags do not sum up to 0");
      for (int tid : shares.tasks()) {
        double lag = weight(workload.job(tid)) / weights * total - shares.service(tid, time);
        trial.require(
            Math.abs(lag) <= slice + trial.grace(1),
            Law.LAG,
            time,
            "task %d has a lag of %.0f cycles",
            tid,
            lag);
      }
    }
    check(trial);
  }
}
