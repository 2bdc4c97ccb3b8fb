package spool.tools.bench;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import spool.tools.report.Decimal;
import spool.tools.report.TextTable;

/// Results as tables of text.
final class ResultsText {
  private static final double PERCENT = 100;
  private static final String NOTHING = "-";

  /// Those who run every workload that one process is enough for.
  private static final List<String> MAIN =
      List.of(Contender.INTERPRETED, Contender.TRANSLATED, Contender.QEMU, Contender.NATIVE);

  private final Results results;
  private final int width;
  private final StringBuilder out = new StringBuilder();

  private ResultsText(Results results, int width) {
    this.results = results;
    this.width = width;
  }

  /// `results` for a terminal of this width.
  static String of(Results results, int width) {
    ResultsText text = new ResultsText(results, width);
    results.host().forEach((name, value) -> text.line(name + ": " + value));
    results.notes().forEach(note -> text.line("note: " + note));
    text.figures();
    text.seconds();
    text.others();
    text.ratios();
    text.goals();
    return text.out.toString();
  }

  private void line(String line) {
    out.append(line).append('\n');
  }

  private void figures() {
    if (results.figures().isEmpty()) {
      return;
    }
    TextTable table = new TextTable().text("figure").number("median").text("unit").number("spread");
    for (Figure figure : results.figures()) {
      Series values = figure.values();
      table.row(figure.name(), significant(values.median()), figure.unit(), spread(values));
    }
    line("");
    out.append(table.toString(width));
  }

  private void seconds() {
    List<String> contenders = contenders().stream().filter(MAIN::contains).toList();
    if (contenders.isEmpty()) {
      return;
    }
    TextTable table = new TextTable().text("workload").number("times");
    contenders.forEach(table::number);
    for (String workload : workloads()) {
      Stream<String> head = Stream.of(workload, Integer.toString(times(workload)));
      Stream<String> times = contenders.stream().map(contender -> seconds(workload, contender));
      table.row(Stream.concat(head, times).toArray(String[]::new));
    }
    line("");
    line("Seconds of processors for a whole process with the same work, medians");
    line("(of what computes, an eighth is interpreted, and its time multiplied)");
    out.append(table.toString(width));
  }

  /// Contenders that run a few workloads only.
  private void others() {
    List<Measurement> others =
        results.measurements().stream()
            .filter(measurement -> !MAIN.contains(measurement.contender()))
            .toList();
    if (others.isEmpty()) {
      return;
    }
    TextTable table =
        new TextTable().text("workload").text("contender").number("processors").number("elapsed");
    for (Measurement each : others) {
      table.row(
          each.workload(),
          each.contender(),
          Decimal.fixed(each.processor().median(), 2),
          Decimal.fixed(each.elapsed().median(), 2));
    }
    line("");
    line("Further processes, seconds");
    out.append(table.toString(width));
  }

  private List<String> contenders() {
    return results.measurements().stream().map(Measurement::contender).distinct().toList();
  }

  private List<String> workloads() {
    return results.measurements().stream().map(Measurement::workload).distinct().toList();
  }

  private int times(String workload) {
    return results.measurements().stream()
        .filter(measurement -> measurement.workload().equals(workload))
        .mapToInt(Measurement::times)
        .max()
        .orElseThrow();
  }

  private String seconds(String workload, String contender) {
    return results
        .measurement(workload, contender)
        .map(found -> Decimal.fixed(found.each() * times(workload), 2))
        .orElse(NOTHING);
  }

  private void ratios() {
    List<String> others = contenders().stream().filter(ResultsText::isForeign).toList();
    if (others.isEmpty()) {
      return;
    }
    TextTable table = new TextTable().text("workload");
    others.forEach(table::number);
    for (String workload : workloads()) {
      Stream<String> ratios =
          others.stream().map(other -> ratio(results.ratio(workload, Contender.TRANSLATED, other)));
      table.row(Stream.concat(Stream.of(workload), ratios).toArray(String[]::new));
    }
    line("");
    line("How many times as fast Spool is, translated, by these seconds");
    out.append(table.toString(width));
  }

  private static boolean isForeign(String contender) {
    return List.of(Contender.QEMU, Contender.QEMU_SYSTEM, Contender.NATIVE).contains(contender);
  }

  private static String ratio(Optional<Double> ratio) {
    return ratio.map(value -> Decimal.fixed(value, 2)).orElse(NOTHING);
  }

  private void goals() {
    TextTable table =
        new TextTable().text("goal").number("wanted").number("measured").text("verdict");
    for (Goal goal : Goal.ALL) {
      String wanted = (goal.isLeast() ? ">= " : "<= ") + significant(goal.bound()) + goal.unit();
      String measured = goal.value().apply(results).map(ResultsText::significant).orElse(NOTHING);
      table.row(goal.what(), wanted, measured, goal.verdict(results).toString());
    }
    line("");
    out.append(table.toString(width));
  }

  private static String spread(Series values) {
    return Decimal.fixed(values.spread() * PERCENT, 0) + "%";
  }

  /// A number with decimals only where it is small.
  private static String significant(double value) {
    return Decimal.fixed(value, value >= PERCENT ? 0 : 2);
  }
}
