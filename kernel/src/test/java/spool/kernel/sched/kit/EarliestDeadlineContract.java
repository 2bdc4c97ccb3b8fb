package spool.kernel.sched.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import spool.kernel.sched.Attributes;

/// Earliest deadline first with reservations: on one hart with free switches no deadline is missed
/// if and only if the utilisation is at most 1, for deadlines at the ends of periods; the demand up
/// to each time is at most that time, for earlier ones; and who takes more than it reserved makes
/// no other miss.
public abstract class EarliestDeadlineContract extends SchedulerContract {
  @Provide
  Arbitrary<Workload> implicit() {
    return given(PeriodicWorkloads.any(false));
  }

  @Provide
  Arbitrary<Workload> constrained() {
    return given(PeriodicWorkloads.any(true));
  }

  @Property
  void missesNothingIfAndOnlyIfTheUtilisationIsAtMostOne(@ForAll("implicit") Workload workload) {
    RealTimeTheory theory = new RealTimeTheory(workload, PeriodicWorkloads.UNIT);
    assertEquals(theory.fits(), theory.earliestDeadlineMeetsAll(), "oracles differ");
    compare(run(workload, this::standard), theory.fits());
  }

  @Property
  void missesNothingIfAndOnlyIfTheDemandFits(@ForAll("constrained") Workload workload) {
    RealTimeTheory theory = new RealTimeTheory(workload, PeriodicWorkloads.UNIT);
    assertEquals(theory.demandFits(), theory.earliestDeadlineMeetsAll(), "oracles differ");
    compare(run(workload, this::standard), theory.demandFits());
  }

  private void compare(Trial trial, boolean fits) {
    List<Long> misses = PeriodicWorkloads.misses(trial);
    check(
        trial.require(
            misses.isEmpty() == fits,
            Law.EARLIEST_DEADLINE,
            misses.isEmpty() ? trial.history().end() : misses.getFirst(),
            fits ? "a deadline was missed" : "no deadline was missed, which cannot be"));
  }

  @Property
  void runsTheEarliestDeadline(@ForAll("constrained") Workload workload) {
    Trial trial = run(workload, this::standard);
    if (PeriodicWorkloads.misses(trial).isEmpty()) {
      for (Overlaps.Overlap overlap : Overlaps.of(trial)) {
        long runs = deadline(trial, overlap.running(), overlap.from());
        long waits = deadline(trial, overlap.waiting(), overlap.from());
        trial.require(
            runs <= waits,
            Law.EARLIEST_DEADLINE,
            overlap.from(),
            "task %d runs with a deadline at %s while task %d waits with one at %s",
            overlap.running(),
            Duration.text(runs),
            overlap.waiting(),
            Duration.text(waits));
      }
    }
    check(trial);
  }

  /// The deadline of the period that a task, which has missed none, works for: it is the present
  /// one.
  private static long deadline(Trial trial, int tid, long time) {
    Attributes attributes = trial.workload().job(tid).attributes();
    return time / attributes.period() * attributes.period() + attributes.deadline();
  }

  @Provide
  Arbitrary<Workload> global() {
    return given(
        Combinators.combine(Arbitraries.of(2, 3), PeriodicWorkloads.any(false))
            .as((harts, workload) -> Workload.on(harts, 0, workload.jobs()))
            .filter(EarliestDeadlineContract::isBelowBound));
  }

  /// Whether the utilisation is at most M - (M - 1) Umax on M harts, which suffices for deadlines
  /// at the ends of periods (Goossens, Funk and Baruah, Priority-driven scheduling of periodic task
  /// systems on multiprocessors, 2003). More may miss: Dhall's effect.
  private static boolean isBelowBound(Workload workload) {
    double sum = workload.jobs().stream().mapToDouble(EarliestDeadlineContract::utilisation).sum();
    double most =
        workload.jobs().stream().mapToDouble(EarliestDeadlineContract::utilisation).max().orElse(0);
    return sum <= workload.harts() - (workload.harts() - 1) * most;
  }

  private static double utilisation(Job job) {
    return (double) job.attributes().runtime() / job.attributes().period();
  }

  @Property
  void severalHartsMissNothingBelowTheBound(@ForAll("global") Workload workload) {
    compare(run(workload, this::standard), true);
  }

  /// Tasks that fit together with a reservation whose task takes no notice of it.
  @Provide
  Arbitrary<Workload> misbehaving() {
    Arbitrary<Step> steps =
        Combinators.combine(Workloads.milliseconds(1, 9), Workloads.milliseconds(1, 5))
            .as(Step::sleeping);
    return given(
        Combinators.combine(
                PeriodicWorkloads.any(false),
                steps.list().ofMinSize(1).ofMaxSize(8),
                Workloads.milliseconds(0, 6),
                Arbitraries.of(4L, 6L, 12L))
            .as(EarliestDeadlineContract::withMisbehaving)
            .filter(workload -> new RealTimeTheory(workload, PeriodicWorkloads.UNIT).fits()));
  }

  private static Workload withMisbehaving(
      Workload workload, List<Step> steps, long arrival, long period) {
    List<Job> jobs = new ArrayList<>(workload.jobs());
    long unit = PeriodicWorkloads.UNIT;
    Attributes reserved = Attributes.periodic(unit, period * unit, period * unit);
    jobs.add(Job.of(arrival, steps).with(reserved));
    return Workload.of(jobs);
  }

  @Property
  void aTaskThatTakesMoreMakesNoOtherMiss(@ForAll("misbehaving") Workload workload) {
    Trial trial = run(workload, this::standard);
    for (int tid = 1; tid < workload.jobs().size(); tid++) {
      List<Long> misses = PeriodicWorkloads.misses(trial, tid);
      trial.require(
          misses.isEmpty(),
          Law.ISOLATION,
          misses.stream().findFirst().orElse(0L),
          "task %d missed its deadline",
          tid);
    }
    check(trial);
  }
}
