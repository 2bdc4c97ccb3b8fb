package spool.tools.bench;

import static spool.tools.bench.Contender.ONE_HART;
import static spool.tools.bench.Contender.PARALLEL;
import static spool.tools.bench.Contender.QEMU;
import static spool.tools.bench.Contender.QEMU_SYSTEM;
import static spool.tools.bench.Contender.TRANSLATED;
import static spool.tools.bench.Contender.TWO_HARTS;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import spool.tools.bench.Workload.Kind;

/// What Spool is to reach, and how results tell whether it does.
///
/// @param what the quantity
/// @param isLeast whether it is to be at least the bound, or at most
/// @param bound what is to be reached
/// @param unit of the bound, empty for a ratio
/// @param value the quantity in results that have it
record Goal(
    String what,
    boolean isLeast,
    double bound,
    String unit,
    Function<Results, Optional<Double>> value) {
  /// All of them. Ratios are of the time of processors of whole processes, start-up and compilers
  /// included, if nothing else is said: how many times as fast Spool is, with hot code translated,
  /// as the other. Means are geometric.
  static final List<Goal> ALL =
      List.of(
          ratio("mix to qemu-riscv64", 1, Workload.MIX, QEMU),
          ratio("mix to qemu-system-riscv64, bare", 2, Workload.MIX, QEMU_SYSTEM),
          mean("computing, mean, to qemu-riscv64", 1, computing()),
          mean("doubles, mean, to qemu-riscv64", 2, Set.of(Kind.FLOATING)),
          atLeast("instructions interpreted, sieve and mix", 300, " M/s", Goal::interpreter),
          atLeast("two harts to one, parallel, elapsed time", 1.9, "", Goal::twoHarts),
          ratio("system call (getppid) to qemu-riscv64", 2, "getppid", QEMU),
          ratio("fork, exec, exit, wait to qemu-riscv64", 2, "spawn", QEMU),
          ratio("round trip through pipes to qemu-riscv64", 2, "pingpong", QEMU),
          ratio("hand-over by futex to qemu-riscv64", 2, "futex", QEMU),
          atMost("spool run examples/hello", 350, " ms", Starts.HELLO),
          atMost("spool boot, to the prompt", 600, " ms", Starts.PROMPT),
          atMost("memory of an idle machine of 256 MiB", 120, " MiB", Starts.MEMORY),
          atLeast("one hart, deterministic to parallel", 0.95, "", Goal::deterministic));

  /// What came of a goal.
  enum Verdict {
    MET("met"),
    MISSED("not met"),
    UNKNOWN("not measured");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static Set<Kind> computing() {
    return EnumSet.of(Kind.INTEGER, Kind.FLOATING);
  }

  private static Goal atLeast(
      String what, double bound, String unit, Function<Results, Optional<Double>> value) {
    return new Goal(what, true, bound, unit, value);
  }

  private static Goal atMost(String what, double bound, String unit, String figure) {
    return new Goal(what, false, bound, unit, results -> median(results, figure));
  }

  private static Goal ratio(String what, double bound, String workload, String other) {
    return atLeast(what, bound, "", results -> results.ratio(workload, TRANSLATED, other));
  }

  private static Goal mean(String what, double bound, Set<Kind> kinds) {
    return atLeast(
        what,
        bound,
        "",
        results ->
            results.hasAll(kinds, TRANSLATED)
                ? results.meanRatio(kinds, TRANSLATED, QEMU)
                : Optional.empty());
  }

  private static Optional<Double> median(Results results, String figure) {
    return results.figure(figure).map(found -> found.values().median());
  }

  private static Optional<Double> interpreter(Results results) {
    List<Double> speeds =
        Suite.SPEEDS.stream()
            .flatMap(speed -> median(results, Suite.title(speed)).stream())
            .toList();
    return speeds.isEmpty() ? Optional.empty() : Optional.of(Series.geometricMean(speeds));
  }

  private static Optional<Double> twoHarts(Results results) {
    Optional<Measurement> one = results.measurement(Workload.PAIR, ONE_HART);
    Optional<Measurement> two = results.measurement(Workload.PAIR, TWO_HARTS);
    return one.flatMap(
        alone -> two.map(both -> alone.elapsed().median() / both.elapsed().median()));
  }

  /// The mean over the workloads that both engines ran.
  private static Optional<Double> deterministic(Results results) {
    return results.meanRatio(computing(), TRANSLATED, PARALLEL);
  }

  /// Whether `results` reach it.
  Verdict verdict(Results results) {
    return value
        .apply(results)
        .map(reached -> isLeast ? reached >= bound : reached <= bound)
        .map(isMet -> isMet ? Verdict.MET : Verdict.MISSED)
        .orElse(Verdict.UNKNOWN);
  }
}
