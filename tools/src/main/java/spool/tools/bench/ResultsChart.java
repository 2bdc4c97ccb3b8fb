package spool.tools.bench;

import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import spool.tools.report.Decimal;

/// Results as a chart (SVG): for each workload, how many times as fast as on qemu-riscv64 it is on
/// the other contenders. The scale is logarithmic, since half as fast is as far from equal as twice
/// as fast; so there are dots and no bars, which would have no beginning.
final class ResultsChart {
  private static final int WIDTH = 760;
  private static final int LEFT = 96;
  private static final int RIGHT = WIDTH - 24;
  private static final int TOP = 84;
  private static final int ROW = 22;
  private static final int BASELINE = 4;
  private static final List<String> SHOWN =
      List.of(Contender.INTERPRETED, Contender.TRANSLATED, Contender.NATIVE);
  private static final String STYLE =
      """
      text { font: 12px system-ui, sans-serif; fill: #1c2127; }
      .title { font-size: 15px; font-weight: 600; }
      .soft { fill: #5b6570; }
      .paper { fill: #ffffff; }
      .line { stroke: #d5dae0; stroke-width: 1; }
      .one { stroke: #5b6570; stroke-width: 1.5; }
      .interpreted { fill: none; stroke: #c2570c; stroke-width: 2; }
      .translated { fill: #1f6fc4; stroke: none; }
      .native { fill: none; stroke: #59636e; stroke-width: 2; }
      @media (prefers-color-scheme: dark) {
        text { fill: #e6eaef; }
        .soft { fill: #9aa5b1; }
        .paper { fill: #12161b; }
        .line { stroke: #333b45; }
        .one { stroke: #9aa5b1; }
        .interpreted { stroke: #f0883e; }
        .translated { fill: #5aa9f5; }
        .native { stroke: #8b96a3; }
      }
      """;

  /// One workload that qemu-riscv64 has run.
  private record Row(String workload, List<Optional<Double>> ratios) {
    /// Whether Spool has run it in one of the ways that are shown.
    boolean hasSpool() {
      return ratios.getFirst().isPresent() || ratios.get(1).isPresent();
    }

    DoubleStream known() {
      return ratios.stream().flatMap(Optional::stream).mapToDouble(Double::doubleValue);
    }
  }

  private final List<Row> rows;

  /// The exponents of ten at the two ends of the scale.
  private final int lowest;

  private final int highest;
  private final StringBuilder out = new StringBuilder();

  private ResultsChart(Results results) {
    rows =
        Workload.ALL.stream()
            .map(Workload::name)
            .filter(name -> results.measurement(name, Contender.QEMU).isPresent())
            .map(name -> row(name, results))
            .filter(Row::hasSpool)
            .toList();
    lowest = (int) Math.floor(Math.log10(known().min().orElse(1)));
    highest = (int) Math.ceil(Math.log10(known().max().orElse(1)));
  }

  /// The chart of `results`.
  static String of(Results results) {
    return new ResultsChart(results).svg();
  }

  private static Row row(String workload, Results results) {
    return new Row(
        workload,
        SHOWN.stream()
            .map(contender -> results.ratio(workload, contender, Contender.QEMU))
            .toList());
  }

  private DoubleStream known() {
    return DoubleStream.concat(DoubleStream.of(0.5, 2), rows.stream().flatMapToDouble(Row::known));
  }

  private String svg() {
    int height = TOP + rows.size() * ROW + 16;
    out.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img">
        <title>Speed of workloads relative to qemu-riscv64</title>
        <style>
        %s</style>
        <rect class="paper" width="%d" height="%d"/>
        <text class="title" x="16" y="26">Speed relative to qemu-riscv64, by the time of processors</text>
        """
            .formatted(WIDTH, height, STYLE, WIDTH, height));
    legend();
    axis(TOP + rows.size() * ROW);
    for (int index = 0; index < rows.size(); index++) {
      row(rows.get(index), TOP + index * ROW + ROW / 2);
    }
    return out.append("</svg>\n").toString();
  }

  private void legend() {
    int x = LEFT;
    for (String contender : SHOWN) {
      dot(contender, x, 48 - BASELINE);
      out.append("<text x=\"%d\" y=\"48\">%s</text>\n".formatted(x + 10, contender));
      x += 110;
    }
    out.append(
        "<text class=\"soft\" x=\"%d\" y=\"48\">to the right is faster</text>\n".formatted(x));
  }

  /// A line for 1, 2 and 5 of each power of ten.
  private void axis(int bottom) {
    for (int exponent = lowest; exponent < highest; exponent++) {
      for (int part : new int[] {1, 2, 5}) {
        line(part * Math.pow(10, exponent), part == 1, bottom);
      }
    }
    line(Math.pow(10, highest), true, bottom);
  }

  private void line(double value, boolean isLabelled, int bottom) {
    boolean isOne = Math.abs(value - 1) < 1e-6;
    out.append(
        "<path class=\"%s\" d=\"M%s %dV%d\"/>\n"
            .formatted(isOne ? "one" : "line", coordinate(x(value)), TOP - 6, bottom));
    if (isLabelled) {
      out.append(
          "<text class=\"soft\" text-anchor=\"middle\" x=\"%s\" y=\"%d\">%s</text>\n"
              .formatted(coordinate(x(value)), TOP - 12, Decimal.plain(value)));
    }
  }

  private void row(Row row, int y) {
    out.append(
        "<text text-anchor=\"end\" x=\"%d\" y=\"%d\">%s</text>\n"
            .formatted(LEFT - 12, y + BASELINE, row.workload()));
    for (int index = 0; index < SHOWN.size(); index++) {
      String contender = SHOWN.get(index);
      row.ratios().get(index).ifPresent(ratio -> dot(contender, x(ratio), y));
    }
  }

  private void dot(String contender, double x, int y) {
    if (contender.equals(Contender.NATIVE)) {
      out.append(
          "<path class=\"native\" d=\"M%s %dl8 8m0 -8l-8 8\"/>\n"
              .formatted(coordinate(x - 4), y - 4));
    } else {
      out.append(
          "<circle class=\"%s\" cx=\"%s\" cy=\"%d\" r=\"5\"/>\n"
              .formatted(contender, coordinate(x), y));
    }
  }

  private double x(double value) {
    return LEFT + (Math.log10(value) - lowest) / (highest - lowest) * (RIGHT - LEFT);
  }

  private static String coordinate(double value) {
    return Decimal.fixed(value, 1);
  }
}
