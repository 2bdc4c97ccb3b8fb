package spool.kernel.sched.kit;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import spool.kernel.sched.Scheduler;

/// Priorities by nice value: at every instant nobody who waits has a lower nice value than one who
/// runs; with ageing, waiting is bounded.
public abstract class PriorityContract extends SchedulerContract {
  private static final long STEP = 5_000_000;

  /// The policy with ageing, by one nice value for each so many cycles of waiting.
  protected Scheduler ageing(long step) {
    return with("ageing", "true", "step", step + "ns");
  }

  @Provide
  Arbitrary<Workload> ranked() {
    return given(Workloads.ranked(3, Arbitraries.integers().between(-20, 19)));
  }

  @Provide
  Arbitrary<Workload> close() {
    return given(Workloads.ranked(1, Arbitraries.integers().between(-3, 3)));
  }

  @Property
  void runsTheHighest(@ForAll("ranked") Workload workload) {
    Trial trial = run(workload, this::standard);
    for (Overlaps.Overlap overlap : Overlaps.of(trial)) {
      trial.require(
          workload.job(overlap.running()).nice() <= workload.job(overlap.waiting()).nice(),
          Law.HIGHEST_PRIORITY,
          overlap.from(),
          "task %d runs while task %d waits",
          overlap.running(),
          overlap.waiting());
    }
    check(trial);
  }

  /// A task of nice p that waits since t is passed by none that comes after t + (p - lowest) steps;
  /// and each of the others has at most so much and two turns before it.
  @Property
  void ageingBoundsWaiting(@ForAll("close") Workload workload) {
    long step = fit(STEP);
    Trial trial = run(workload, () -> ageing(step));
    int lowest = workload.jobs().stream().mapToInt(Job::nice).min().orElse(0);
    for (Timeline.Span wait : trial.timeline().waits()) {
      long rise = (workload.job(wait.tid()).nice() - lowest + 2) * step;
      long most = workload.jobs().size() * (rise + workload.switchCost() + trial.grace(2));
      trial.require(
          wait.length() <= most,
          Law.NO_STARVATION,
          wait.from(),
          "task %d waited for %s, more than %s",
          wait.tid(),
          Duration.text(wait.length()),
          Duration.text(most));
    }
    check(trial);
  }
}
