package spool.tools.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import spool.tools.report.JsonException;

class ResultsProperties {
  private static final double NEAR = 1e-9;

  @Provide
  Arbitrary<Results> results() {
    Arbitrary<String> texts = Arbitraries.strings();
    Arbitrary<Series> series =
        Arbitraries.doubles().between(0, 1e6).ofScale(3).list().ofMinSize(1).map(Series::new);
    Arbitrary<Figure> figures =
        Combinators.combine(texts, texts, Arbitraries.of(true, false), series).as(Figure::new);
    Arbitrary<Measurement> measurements =
        Combinators.combine(texts, texts, Arbitraries.integers().greaterOrEqual(1), series, series)
            .as(Measurement::new);
    return Combinators.combine(
            Arbitraries.maps(texts, texts).ofMaxSize(5),
            texts.list().ofMaxSize(3),
            figures.list().ofMaxSize(5),
            measurements.list().ofMaxSize(5))
        .as(Results::new);
  }

  @Property(tries = 200)
  void whatIsWrittenIsRead(@ForAll("results") Results results) throws JsonException {
    assertEquals(results, Results.parse(results.json()));
  }

  private static Measurement measurement(
      String workload, String contender, int times, double... seconds) {
    return new Measurement(workload, contender, times, Series.of(seconds), Series.of(seconds));
  }

  private static Results of(Measurement... measurements) {
    return new Results(Map.of(), List.of(), List.of(), List.of(measurements));
  }

  private static Goal goal(String beginning) {
    return Goal.ALL.stream()
        .filter(goal -> goal.what().startsWith(beginning))
        .findAny()
        .orElseThrow();
  }

  @Property(tries = 100)
  void aChartIsWellFormedWhateverTheRatios(
      @ForAll @DoubleRange(min = 0.001, max = 1000) @Scale(3) double seconds) throws Exception {
    Results results =
        of(
            measurement("mix", Contender.QEMU, 10, 1),
            measurement("mix", Contender.TRANSLATED, 10, seconds),
            measurement("pair", Contender.ONE_HART, 10, 1));
    byte[] chart = results.chart().getBytes(UTF_8);
    Element svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(chart))
            .getDocumentElement();
    // One in the legend for each of two, and one for the ratio.
    NodeList dots = svg.getElementsByTagName("circle");
    assertEquals(3, dots.getLength());
    double x = Double.parseDouble(((Element) dots.item(2)).getAttribute("cx"));
    assertTrue(x >= 96 && x <= 736, () -> seconds + " at " + x);
  }

  @Example
  void aRatioIsOfTheSameAmountOfWork() {
    Results results =
        of(
            measurement("mix", Contender.INTERPRETED, 10, 2, 3, 4),
            measurement("mix", Contender.QEMU, 100, 6, 6, 6));
    assertEquals(
        0.2, results.ratio("mix", Contender.INTERPRETED, Contender.QEMU).orElseThrow(), NEAR);
    assertEquals(Optional.empty(), results.ratio("mix", Contender.TRANSLATED, Contender.QEMU));
  }

  @Example
  void aGoalIsMetOrMissedOrNotMeasured() {
    Goal goal = goal("mix to qemu-riscv64");
    assertEquals(Goal.Verdict.UNKNOWN, goal.verdict(of()));
    Measurement qemu = measurement("mix", Contender.QEMU, 1, 3);
    assertEquals(
        Goal.Verdict.MET, goal.verdict(of(qemu, measurement("mix", Contender.TRANSLATED, 1, 3))));
    assertEquals(
        Goal.Verdict.MISSED,
        goal.verdict(of(qemu, measurement("mix", Contender.TRANSLATED, 1, 3.1))));
  }

  @Example
  void aMeanIsKnownWhenAllOfItsWorkloadsAre() {
    List<Measurement> measurements = new ArrayList<>();
    for (String workload : List.of("linear", "nbody", "fft")) {
      measurements.add(measurement(workload, Contender.QEMU, 1, 4));
      measurements.add(measurement(workload, Contender.TRANSLATED, 1, 2));
    }
    Goal goal = goal("doubles");
    assertEquals(Goal.Verdict.MET, goal.verdict(of(measurements.toArray(Measurement[]::new))));
    measurements.removeLast();
    assertEquals(Goal.Verdict.UNKNOWN, goal.verdict(of(measurements.toArray(Measurement[]::new))));
  }

  @Example
  void theMeanOfTwoHartsIsOfElapsedTime() {
    Series twenty = Series.of(20);
    Results results =
        of(
            new Measurement("pair", Contender.ONE_HART, 1, twenty, Series.of(20)),
            new Measurement("pair", Contender.TWO_HARTS, 1, twenty, Series.of(10)));
    assertEquals(2, goal("two harts").value().apply(results).orElseThrow());
  }

  @Example
  void theTextHasEveryGoalAndFitsTheTerminal() {
    Results results =
        of(
            measurement("mix", Contender.TRANSLATED, 10, 2, 3, 4),
            measurement("mix", Contender.QEMU, 10, 1, 1, 1),
            measurement("mix", Contender.NATIVE, 10, 0.5, 0.5, 0.5));
    String text = results.text(80);
    Goal.ALL.forEach(goal -> assertTrue(text.contains(goal.what()), text));
    assertTrue(text.lines().allMatch(line -> line.length() <= 80), text);
    assertTrue(text.contains("0.33"), text);
  }
}
