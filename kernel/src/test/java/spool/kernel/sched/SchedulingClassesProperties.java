package spool.kernel.sched;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import spool.kernel.sched.Attributes.Policy;
import spool.kernel.sched.kit.Law;
import spool.kernel.sched.kit.Overlaps;
import spool.kernel.sched.kit.SchedulerContract;
import spool.kernel.sched.kit.Trial;
import spool.kernel.sched.kit.Workload;
import spool.kernel.sched.kit.Workloads;

/// [SchedulingClasses] keeps the laws of every policy, and no task runs while one of a class above
/// waits, or a real-time task of a higher priority.
class SchedulingClassesProperties extends SchedulerContract {
  @Override
  protected Scheduler policy(Settings settings) {
    return new SchedulingClasses(new MultilevelFeedbackQueue(settings), 4);
  }

  @Provide
  Arbitrary<Workload> classes() {
    Arbitrary<Attributes> realTime =
        Arbitraries.integers()
            .between(1, 3)
            .flatMap(
                priority ->
                    Arbitraries.of(Policy.SCHED_FIFO, Policy.SCHED_RR)
                        .map(policy -> Attributes.realTime(policy, priority)));
    Arbitrary<Attributes> others =
        Arbitraries.of(Policy.SCHED_OTHER, Policy.SCHED_BATCH, Policy.SCHED_IDLE)
            .map(policy -> Attributes.realTime(policy, 0));
    return given(Workloads.attributed(3, Arbitraries.oneOf(realTime, others)));
  }

  private static int rank(Attributes attributes) {
    return switch (attributes.policy()) {
      case SCHED_IDLE -> -1;
      case SCHED_DEADLINE -> Integer.MAX_VALUE;
      default -> attributes.priority();
    };
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void runsTheHighestClass(@ForAll("classes") Workload workload) {
    Trial trial = Trial.of(workload, this::standard);
    for (Overlaps.Overlap overlap : Overlaps.of(trial)) {
      trial.require(
          rank(workload.job(overlap.running()).attributes())
              >= rank(workload.job(overlap.waiting()).attributes()),
          Law.HIGHEST_PRIORITY,
          overlap.from(),
          "task %d runs while task %d waits",
          overlap.running(),
          overlap.waiting());
    }
    check(trial);
  }
}
