package spool.kernel.sched.kit;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import spool.kernel.sched.Scheduler;

/// Stride scheduling: of tasks that are always ready, what any two have got differs from their
/// shares of what both have got by a quantum at most. What one has got may differ from its share of
/// all by more.
///
/// A turn that is too long is counted as long as it was, so that such errors do not add up.
public abstract class StrideContract extends SchedulerContract {
  private static final long QUANTUM = 2_000_000;
  private static final long WORK = 150_000_000;

  /// The policy with a quantum of so many cycles.
  protected Scheduler policy(long quantum) {
    return with("quantum", quantum + "ns");
  }

  /// How many tickets a job has; by its nice value if not said otherwise, see [Weights].
  protected long tickets(Job job) {
    return Weights.of(job);
  }

  @Provide
  Arbitrary<Workload> weighted() {
    return given(Workloads.weighted(6, Arbitraries.integers().between(-10, 10), WORK));
  }

  @Property
  void anyTwoShareWithinAQuantum(@ForAll("weighted") Workload workload) {
    Trial trial = run(workload, () -> policy(fit(QUANTUM)));
    Shares shares = new Shares(trial);
    for (long time : shares.turns()) {
      for (int one : shares.tasks()) {
        for (int other = 1; other < one; other++) {
          double error = error(workload, shares, one, other, time);
          trial.require(
              error <= fit(QUANTUM) + trial.grace(2),
              Law.SHARE,
              time,
              "tasks %d and %d are off their shares by %s",
              one,
              other,
              Duration.text((long) error));
        }
      }
    }
    check(trial);
  }

  private double error(Workload workload, Shares shares, int one, int other, long time) {
    double tickets = tickets(workload.job(one));
    double others = tickets(workload.job(other));
    double got = shares.service(one, time);
    double ideal = tickets / (tickets + others) * (got + shares.service(other, time));
    return Math.abs(got - ideal);
  }
}
