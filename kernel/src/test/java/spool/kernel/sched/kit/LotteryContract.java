package spool.kernel.sched.kit;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import spool.kernel.sched.Scheduler;
import spool.kernel.sched.Settings;

/// A lottery: of n draws a task with the share p of the tickets wins n p, but for a deviation that
/// by Hoeffding's inequality (W. Hoeffding, Probability inequalities for sums of bounded random
/// variables, 1963) is exceeded in one of 10^9 cases; the seed follows from the workload, so that
/// one that fails fails again.
@PropertyDefaults(tries = 40, edgeCases = EdgeCasesMode.NONE)
public abstract class LotteryContract extends SchedulerContract {
  private static final double CHANCE = 1e-9;
  private static final long QUANTUM = 1_000_000;

  /// The policy with this quantum, in cycles, and with random numbers from this seed.
  protected Scheduler drawing(long quantum, int seed) {
    return policy(
        new Settings(Map.of("quantum", quantum + "ns"), new SplittableRandom(seed)::nextLong));
  }

  /// How many draws are looked at.
  protected int draws() {
    return 4_000;
  }

  /// How many tickets a job has; by its nice value if not said otherwise, see [Weights].
  protected long tickets(Job job) {
    return Weights.of(job);
  }

  /// The nice values that jobs are tried with.
  protected Arbitrary<Integer> niceValues() {
    return Arbitraries.integers().between(-5, 19);
  }

  @Provide
  Arbitrary<Workload> weighted() {
    return given(Workloads.weighted(5, niceValues(), draws() * QUANTUM));
  }

  @Property
  void sharesTurnsByTickets(@ForAll("weighted") Workload workload) {
    int seed = workload.toString().hashCode();
    Trial trial = run(workload, () -> drawing(fit(QUANTUM), seed));
    List<History.Runs> draws =
        trial.history().events(History.Runs.class).stream().limit(draws()).toList();
    double total = workload.jobs().stream().mapToLong(this::tickets).sum();
    double deviation = Math.sqrt(Math.log(2 / CHANCE) * draws() / 2);
    for (int tid = 1; tid <= workload.jobs().size(); tid++) {
      int winner = tid;
      long wins = draws.stream().filter(draw -> draw.tid() == winner).count();
      double expected = draws() * tickets(workload.job(tid)) / total;
      trial.require(
          Math.abs(wins - expected) <= deviation,
          Law.SHARE,
          draws.getLast().time(),
          "task %d has won %d of %d draws, not about %.0f",
          tid,
          wins,
          draws(),
          expected);
    }
    check(trial);
  }
}
