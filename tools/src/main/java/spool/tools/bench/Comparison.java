package spool.tools.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What changed from older results to newer ones.
///
/// A change counts if there were at least three rounds before and after, every value after is on
/// the same side of every value before, and the medians are at least two percent apart. If nothing
/// changed, that happens with five rounds each by chance for one in 126 figures, and with three for
/// one in ten.
///
/// @param changes of all that both have measured, in the order of the newer results
record Comparison(List<Change> changes) {
  private static final int LEAST_ROUNDS = 3;
  private static final double LEAST_DIFFERENCE = 0.02;

  /// Which way something went.
  enum Verdict {
    BETTER,
    WORSE,

    /// The rounds differ as much among themselves.
    WITHIN_NOISE,

    /// There are too few rounds to know.
    TOO_FEW_ROUNDS,

    /// Other amounts of work, of which start-up is another share.
    OTHER_WORK
  }

  /// What became of one thing measured.
  ///
  /// @param what the thing
  /// @param ratio the new median to the old
  record Change(String what, double ratio, Verdict verdict) {}

  /// Compares `after` with `before`.
  static Comparison of(Results before, Results after) {
    List<Change> changes = new ArrayList<>();
    for (Measurement now : after.measurements()) {
      before
          .measurement(now.workload(), now.contender())
          .ifPresent(then -> changes.add(change(then, now)));
    }
    for (Figure now : after.figures()) {
      before.figure(now.name()).ifPresent(then -> changes.add(change(then, now)));
    }
    return new Comparison(List.copyOf(changes));
  }

  /// Those that count, which the verdict tells.
  List<Change> with(Verdict verdict) {
    return changes.stream().filter(change -> change.verdict() == verdict).toList();
  }

  private static Change change(Measurement then, Measurement now) {
    String what = now.workload() + ", " + now.contender();
    Verdict verdict =
        then.times() == now.times()
            ? verdict(then.processor(), now.processor(), false)
            : Verdict.OTHER_WORK;
    return new Change(what, now.each() / then.each(), verdict);
  }

  private static Change change(Figure then, Figure now) {
    double ratio = now.values().median() / then.values().median();
    return new Change(
        now.name(), ratio, verdict(then.values(), now.values(), now.isBetterIfMore()));
  }

  /// What to think of values that became others.
  static Verdict verdict(Series then, Series now, boolean isBetterIfMore) {
    if (Math.min(then.values().size(), now.values().size()) < LEAST_ROUNDS) {
      return Verdict.TOO_FEW_ROUNDS;
    }
    return direction(then, now)
        .map(isMore -> isMore == isBetterIfMore ? Verdict.BETTER : Verdict.WORSE)
        .orElse(Verdict.WITHIN_NOISE);
  }

  /// Whether the values became more (true) or fewer, beyond what rounds differ among themselves.
  private static Optional<Boolean> direction(Series then, Series now) {
    double difference = Math.abs(now.median() - then.median());
    if (difference < LEAST_DIFFERENCE * Math.abs(then.median())) {
      return Optional.empty();
    }
    if (now.least() > then.most()) {
      return Optional.of(true);
    }
    return now.most() < then.least() ? Optional.of(false) : Optional.empty();
  }
}
