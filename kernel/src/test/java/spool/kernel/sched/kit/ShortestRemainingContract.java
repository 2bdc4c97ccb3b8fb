package spool.kernel.sched.kit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Shortest remaining time first, of jobs that declare how long they are: at every instant nobody
/// who waits has less left than one who runs, and on one hart with free switches no schedule has a
/// lower mean turnaround time. On several harts that does not hold.
public abstract class ShortestRemainingContract extends SchedulerContract {
  private static final long UNIT = 1_000_000;

  @Provide
  Arbitrary<Workload> declared() {
    return given(
        Workloads.declared(
            Arbitraries.integers().between(1, 3),
            Workloads.milliseconds(0, 20),
            Workloads.milliseconds(1, 12),
            8));
  }

  @Provide
  Arbitrary<Workload> small() {
    return given(
        Workloads.declared(
            Arbitraries.just(1), Workloads.milliseconds(0, 6), Workloads.milliseconds(1, 5), 4));
  }

  @Property
  void runsTheShortestAtEveryInstant(@ForAll("declared") Workload workload) {
    Trial trial = run(workload, this::standard);
    for (Overlaps.Overlap overlap : Overlaps.of(trial)) {
      long runs = remaining(trial, overlap.running(), overlap.from());
      long waits = remaining(trial, overlap.waiting(), overlap.from());
      trial.require(
          runs <= waits + trial.grace(workload.jobs().size()),
          Law.SHORTEST_REMAINING,
          overlap.from(),
          "task %d has %s left and runs, task %d has %s left and waits",
          overlap.running(),
          Duration.text(runs),
          overlap.waiting(),
          Duration.text(waits));
    }
    check(trial);
  }

  private static long remaining(Trial trial, int tid, long time) {
    return trial.workload().job(tid).cpu() - trial.timeline().service(tid, time);
  }

  @Property
  void hasTheLeastTurnaround(@ForAll("small") Workload workload) {
    Trial trial = run(workload, this::standard);
    long unit = fit(UNIT);
    long least = new Search(workload.jobs(), unit).least() * unit;
    long turnaround = trial.timeline().turnaround();
    // Each coming and each end holds up all that are there.
    long changes = 2L * workload.jobs().size() * workload.jobs().size();
    check(
        trial.require(
            turnaround >= least && turnaround <= least + trial.grace(changes),
            Law.LEAST_TURNAROUND,
            trial.history().end(),
            "the turnaround times are %s in all, where %s is possible",
            Duration.text(turnaround),
            Duration.text(least)));
  }

  /// Tries every schedule in whole units of time.
  private static final class Search {
    private final List<Job> jobs;
    private final long unit;
    private final Map<List<Integer>, Long> known = new HashMap<>();

    Search(List<Job> jobs, long unit) {
      this.jobs = jobs;
      this.unit = unit;
    }

    long least() {
      List<Integer> left = new ArrayList<>();
      jobs.forEach(job -> left.add((int) (job.cpu() / unit)));
      return least(left, 0);
    }

    /// The least sum of the turnaround times that are still to come: every job that is there and
    /// not done adds one to it in each unit.
    private long least(List<Integer> left, int now) {
      if (left.stream().allMatch(each -> each == 0)) {
        return 0;
      }
      List<Integer> state = new ArrayList<>(left);
      state.add(now);
      Long found = known.get(state);
      if (found != null) {
        return found;
      }
      long best = present(left, now).isEmpty() ? least(left, now + 1) : Long.MAX_VALUE;
      for (int each : present(left, now)) {
        List<Integer> after = new ArrayList<>(left);
        after.set(each, left.get(each) - 1);
        best = Math.min(best, present(left, now).size() + least(after, now + 1));
      }
      known.put(state, best);
      return best;
    }

    private List<Integer> present(List<Integer> left, int now) {
      List<Integer> present = new ArrayList<>();
      for (int each = 0; each < left.size(); each++) {
        if (left.get(each) > 0 && jobs.get(each).arrival() <= now * unit) {
          present.add(each);
        }
      }
      return present;
    }
  }
}
