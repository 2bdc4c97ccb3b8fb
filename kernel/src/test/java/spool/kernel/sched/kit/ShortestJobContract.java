package spool.kernel.sched.kit;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Shortest job first, of jobs that declare how long they are: each dispatch takes the shortest of
/// those that are ready, and when all arrive together on one hart no other order has a lower mean
/// turnaround time. With later arrivals that does not hold.
public abstract class ShortestJobContract extends SchedulerContract {
  private static final int MOST_PERMUTED = 7;

  @Provide
  Arbitrary<Workload> declared() {
    return given(
        Workloads.declared(
            Arbitraries.integers().between(1, 3),
            Workloads.milliseconds(0, 20),
            Workloads.milliseconds(1, 12),
            10));
  }

  @Provide
  Arbitrary<Workload> together() {
    return given(
        Workloads.declared(
            Arbitraries.just(1),
            Arbitraries.just(0L),
            Workloads.milliseconds(1, 20),
            MOST_PERMUTED));
  }

  @Property
  void takesTheShortest(@ForAll("declared") Workload workload) {
    Trial trial = run(workload, this::standard);
    for (Decisions.Decision decision : Decisions.of(trial.history())) {
      for (History.Ready other : decision.waiting()) {
        trial.require(
            workload.job(decision.tid()).cpu() <= workload.job(other.tid()).cpu(),
            Law.SHORTEST_JOB,
            decision.runs().time(),
            "task %d was taken while task %d is shorter",
            decision.tid(),
            other.tid());
      }
    }
    check(trial);
  }

  @Property
  void keepsItsHart(@ForAll("declared") Workload workload) {
    Trial trial = run(workload, this::standard);
    for (History.GaveUp gaveUp : trial.history().events(History.GaveUp.class)) {
      trial.require(false, Law.SHORTEST_JOB, gaveUp.time(), "task %d lost its hart", gaveUp.tid());
    }
    check(trial);
  }

  @Property
  void hasTheLeastTurnaroundWhenAllArriveTogether(@ForAll("together") Workload workload) {
    Trial trial = run(workload, this::standard);
    List<Long> lengths =
        trial.timeline().tasks().stream()
            .map(tid -> trial.timeline().service(tid, Long.MAX_VALUE))
            .toList();
    long least = least(lengths, new ArrayList<>(), 0, 0);
    long turnaround = trial.timeline().turnaround();
    // Each change to another job holds up that one and all that come after.
    long changes = lengths.size() * (lengths.size() + 1L) / 2;
    check(
        trial.require(
            turnaround >= least && turnaround <= least + trial.grace(changes),
            Law.LEAST_TURNAROUND,
            trial.history().end(),
            "the turnaround times are %s in all, where %s is possible",
            Duration.text(turnaround),
            Duration.text(least)));
  }

  /// The least sum of turnaround times over every order of the lengths that are not `taken`.
  private static long least(List<Long> lengths, List<Integer> taken, long now, long sum) {
    if (taken.size() == lengths.size()) {
      return sum;
    }
    long best = Long.MAX_VALUE;
    for (int each = 0; each < lengths.size(); each++) {
      if (!taken.contains(each)) {
        taken.add(each);
        long end = now + lengths.get(each);
        best = Math.min(best, least(lengths, taken, end, sum + end));
        taken.removeLast();
      }
    }
    return best;
  }
}
