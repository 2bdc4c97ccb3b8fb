package spool.kernel.sched.kit;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import spool.kernel.sched.Attributes;

/// Random workloads of the kinds that laws are about.
public final class Workloads {
  private static final long MILLISECOND = 1_000_000;
  private static final int MOST_HARTS = 4;
  private static final int MOST_JOBS = 6;
  private static final int MOST_STEPS = 4;

  private Workloads() {}

  /// Anything that a policy has to cope with: some harts, jobs with arrivals, waits, nice values
  /// and affinities, and changes while they run.
  public static Arbitrary<Workload> any() {
    return Arbitraries.integers()
        .between(1, MOST_HARTS)
        .flatMap(
            harts ->
                Combinators.combine(
                        switchCosts(),
                        Arbitraries.frequency(Tuple.of(5, true), Tuple.of(1, false)),
                        job(harts).list().ofMinSize(1).ofMaxSize(MOST_JOBS),
                        change(harts).list().ofMaxSize(2))
                    .as(
                        (cost, preemptive, jobs, changes) ->
                            new Workload(
                                harts, cost, preemptive, jobs, fitting(changes, jobs.size()))));
  }

  private static List<Change> fitting(List<Change> changes, int jobs) {
    return changes.stream().filter(change -> change.job() <= jobs).toList();
  }

  /// Jobs of one burst each, which they have declared, on a machine that switches at no cost.
  public static Arbitrary<Workload> declared(
      Arbitrary<Integer> harts, Arbitrary<Long> arrivals, Arbitrary<Long> bursts, int mostJobs) {
    Arbitrary<Job> job = Combinators.combine(arrivals, bursts).as(Job::declared);
    return Combinators.combine(harts, job.list().ofMinSize(1).ofMaxSize(mostJobs))
        .as((count, jobs) -> Workload.on(count, 0, jobs));
  }

  /// Jobs of several bursts with yields and waits between them, on a machine of some harts.
  public static Arbitrary<Workload> mixed(int mostHarts) {
    Arbitrary<Job> job = Combinators.combine(arrivals(), steps()).as(Job::of);
    return Combinators.combine(
            Arbitraries.integers().between(1, mostHarts),
            switchCosts(),
            job.list().ofMinSize(1).ofMaxSize(MOST_JOBS))
        .as(Workloads::on);
  }

  /// As [#mixed], with nice values.
  public static Arbitrary<Workload> ranked(int mostHarts, Arbitrary<Integer> nice) {
    Arbitrary<Job> job =
        Combinators.combine(arrivals(), steps(), nice)
            .as((arrival, steps, value) -> Job.of(arrival, steps).withNice(value));
    return on(mostHarts, job);
  }

  /// As [#mixed], with attributes.
  public static Arbitrary<Workload> attributed(int mostHarts, Arbitrary<Attributes> attributes) {
    Arbitrary<Job> job =
        Combinators.combine(arrivals(), steps(), attributes)
            .as((arrival, steps, value) -> Job.of(arrival, steps).with(value));
    return on(mostHarts, job);
  }

  /// Jobs with weights by nice value that come together and are always ready, each for `cpu`
  /// cycles, on one hart.
  public static Arbitrary<Workload> weighted(int most, Arbitrary<Integer> nice, long cpu) {
    return nice.map(value -> Job.of(0, cpu).withNice(value))
        .list()
        .ofMinSize(2)
        .ofMaxSize(most)
        .map(Workload::of);
  }

  /// Between 2 and `most` jobs that come together and are always ready, on one hart.
  public static Arbitrary<Workload> alwaysReady(int most, Arbitrary<Long> bursts) {
    Arbitrary<Job> job = bursts.map(cpu -> Job.of(0, cpu));
    return Combinators.combine(switchCosts(), job.list().ofMinSize(2).ofMaxSize(most))
        .as((cost, jobs) -> Workload.on(1, cost, jobs));
  }

  /// The costs of a switch, nothing among them.
  public static Arbitrary<Long> switchCosts() {
    return Arbitraries.of(0L, 1_000L, 1_300_000L);
  }

  /// Whole milliseconds.
  public static Arbitrary<Long> milliseconds(long least, long most) {
    return Arbitraries.longs().between(least, most).map(count -> count * MILLISECOND);
  }

  private static Arbitrary<Workload> on(int mostHarts, Arbitrary<Job> job) {
    return Combinators.combine(
            Arbitraries.integers().between(1, mostHarts),
            switchCosts(),
            job.list().ofMinSize(1).ofMaxSize(MOST_JOBS))
        .as(Workloads::on);
  }

  /// With several harts switches are free: one that is under way holds up whoever comes for its
  /// hart, where another hart would have been there at once.
  private static Workload on(int harts, long switchCost, List<Job> jobs) {
    return Workload.on(harts, harts == 1 ? switchCost : 0, jobs);
  }

  private static Arbitrary<Long> arrivals() {
    return Arbitraries.frequencyOf(
        Tuple.of(2, Arbitraries.just(0L)), Tuple.of(3, milliseconds(0, 40)));
  }

  private static Arbitrary<Long> bursts() {
    return Arbitraries.frequencyOf(
        Tuple.of(6, milliseconds(1, 30)),
        Tuple.of(1, milliseconds(30, 400)),
        Tuple.of(1, Arbitraries.longs().between(1, 20_000_000)));
  }

  private static Arbitrary<List<Step>> steps() {
    Arbitrary<Step> sleeping =
        Combinators.combine(bursts(), milliseconds(1, 60)).as(Step::sleeping);
    return Arbitraries.frequencyOf(Tuple.of(3, sleeping), Tuple.of(1, bursts().map(Step::of)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(MOST_STEPS);
  }

  private static Arbitrary<Job> job(int harts) {
    Arbitrary<Integer> nice =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.just(0)), Tuple.of(1, Arbitraries.integers().between(-20, 19)));
    Arbitrary<Long> affinity =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.just(-1L)),
            Tuple.of(1, Arbitraries.longs().between(1, (1L << harts) - 1)));
    return Combinators.combine(arrivals(), steps(), nice, affinity, Arbitraries.of(true, false))
        .as(Workloads::job);
  }

  private static Job job(
      long arrival, List<Step> steps, int nice, long affinity, boolean declares) {
    Job job = Job.of(arrival, steps).withNice(nice).withAffinity(affinity);
    return declares ? job.with(Job.declared(0, job.cpu()).attributes()) : job;
  }

  private static Arbitrary<Change> change(int harts) {
    Arbitrary<Change.Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(2, Change.Kind.NICE),
            Tuple.of(2, Change.Kind.AFFINITY),
            Tuple.of(1, Change.Kind.POLICY));
    Arbitrary<Integer> jobs = Arbitraries.integers().between(1, MOST_JOBS);
    Arbitrary<Integer> values = Arbitraries.integers().between(-20, 19);
    return Combinators.combine(milliseconds(1, 60), kinds, jobs, values)
        .as((time, kind, job, value) -> new Change(time, kind, job, fit(kind, value, harts)));
  }

  private static long fit(Change.Kind kind, int value, int harts) {
    return switch (kind) {
      case NICE -> value;
      case AFFINITY -> 1 + Math.floorMod(value, (1 << harts) - 1);
      case POLICY -> 0;
    };
  }
}
