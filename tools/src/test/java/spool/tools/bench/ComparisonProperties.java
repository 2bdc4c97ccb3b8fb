package spool.tools.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import spool.tools.bench.Comparison.Change;
import spool.tools.bench.Comparison.Verdict;

class ComparisonProperties {
  private static Verdict seconds(Series then, Series now) {
    return Comparison.verdict(then, now, false);
  }

  @Example
  void lessTimeIsBetterAndMoreIsWorse() {
    assertEquals(Verdict.BETTER, seconds(Series.of(10, 11, 12), Series.of(7, 8, 9)));
    assertEquals(Verdict.WORSE, seconds(Series.of(7, 8, 9), Series.of(10, 11, 12)));
  }

  @Example
  void moreSpeedIsBetter() {
    assertEquals(
        Verdict.BETTER, Comparison.verdict(Series.of(7, 8, 9), Series.of(10, 11, 12), true));
  }

  @Example
  void roundsThatOverlapAreNoise() {
    assertEquals(Verdict.WITHIN_NOISE, seconds(Series.of(10, 11, 12), Series.of(7, 8, 10.5)));
  }

  @Example
  void lessThanTwoPercentDoesNotCount() {
    assertEquals(Verdict.WITHIN_NOISE, seconds(Series.of(100, 100, 100), Series.of(101, 101, 101)));
  }

  @Example
  void twoRoundsAreTooFew() {
    assertEquals(Verdict.TOO_FEW_ROUNDS, seconds(Series.of(10, 11, 12), Series.of(1, 1)));
  }

  @Example
  void onlyWhatBothMeasuredIsCompared() {
    Results before = results(measurement("mix", 10, 4), measurement("sort", 10, 4));
    Results after = results(measurement("sort", 10, 8), measurement("fft", 10, 8));
    assertEquals(
        List.of(new Change("sort, translated", 2, Verdict.WORSE)),
        Comparison.of(before, after).changes());
  }

  @Example
  void otherAmountsOfWorkAreNotCompared() {
    Results before = results(measurement("mix", 10, 4));
    Results after = results(measurement("mix", 5, 4));
    assertEquals(
        List.of(new Change("mix, translated", 2, Verdict.OTHER_WORK)),
        Comparison.of(before, after).changes());
  }

  @Property
  void whatIsBetterOneWayIsWorseTheOther(
      @ForAll @Size(4) List<@DoubleRange(min = 1, max = 100) Double> one,
      @ForAll @Size(4) List<@DoubleRange(min = 1, max = 100) Double> other,
      @ForAll boolean isBetterIfMore) {
    Series now = new Series(one);
    Series then = new Series(other);
    Verdict forward = Comparison.verdict(then, now, isBetterIfMore);
    Verdict opposite = Comparison.verdict(then, now, !isBetterIfMore);
    assertEquals(forward == Verdict.BETTER, opposite == Verdict.WORSE);
    assertEquals(forward == Verdict.WITHIN_NOISE, opposite == Verdict.WITHIN_NOISE);
  }

  @Property
  void nothingChangesFromAResultToItself(
      @ForAll @Size(min = 3, max = 9) List<@DoubleRange(min = 1, max = 100) Double> values) {
    Series series = new Series(values);
    assertEquals(Verdict.WITHIN_NOISE, Comparison.verdict(series, series, true));
  }

  @Property
  void thriceTheTimeIsWorseHoweverRoundsDiffer(
      @ForAll @Size(min = 3, max = 9) List<@DoubleRange(min = 10, max = 29) Double> values) {
    Series series = new Series(values);
    assertEquals(Verdict.WORSE, seconds(series, series.times(3)));
  }

  private static Measurement measurement(String workload, int times, double seconds) {
    Series series = Series.of(seconds, seconds, seconds);
    return new Measurement(workload, Contender.TRANSLATED, times, series, series);
  }

  private static Results results(Measurement... measurements) {
    return new Results(Map.of(), List.of(), List.of(), List.of(measurements));
  }
}
