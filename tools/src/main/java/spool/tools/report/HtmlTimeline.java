package spool.tools.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import spool.kernel.trace.Activity;
import spool.kernel.trace.Axis;
import spool.kernel.trace.Chart;
import spool.kernel.trace.Chart.Bar;
import spool.kernel.trace.Chart.Unit;
import spool.kernel.trace.Timeline.Phase;

/// The timeline of one run as SVG.
///
/// A row is one unit high. In it each kind of bar is one path of horizontal strokes, which keeps
/// large charts small; the script reads them back to say what is under the pointer. The picture is
/// as wide as the time, scaled to the page, so that a zoom is another view box.
final class HtmlTimeline {
  private static final int HUES = 10;
  private static final int TICKS = 5;

  /// Times are in steps of which a run has no more than this, so that they are exact in the single
  /// precision of browsers.
  private static final long MOST_STEPS = 4_000_000;

  private static final long FINEST_PARTS = 65_536;

  /// However many bars that takes, parts of the time that are longer than this stay.
  private static final long COARSEST_PARTS = 512;

  private final Chart chart;
  private final List<List<Bar>> harts;
  private final List<Unit> units;
  private final long grain;
  private final long step;

  private HtmlTimeline(Chart chart, int mostBars, int mostUnits) {
    this.chart = chart;
    Chart ofHarts = new Chart(chart.elapsed(), chart.grain(), chart.harts(), List.of());
    List<Unit> shown = chart.units().subList(0, Math.min(mostUnits, chart.units().size()));
    Chart ofUnits = new Chart(chart.elapsed(), chart.grain(), List.of(), shown);
    Chart fittingHarts = fitting(ofHarts, mostBars / 2);
    Chart fittingUnits = fitting(ofUnits, mostBars / 2);
    harts = fittingHarts.harts();
    units = fittingUnits.units();
    grain = Math.max(fittingHarts.grain(), fittingUnits.grain());
    step = Math.ceilDiv(Math.max(1, chart.elapsed()), MOST_STEPS);
  }

  private static Chart fitting(Chart chart, int mostBars) {
    Chart fitting = chart;
    long length = Math.max(1, chart.elapsed() / FINEST_PARTS);
    while (fitting.size() > mostBars && length <= chart.elapsed() / COARSEST_PARTS) {
      fitting = fitting.coarser(length);
      length *= 2;
    }
    return fitting;
  }

  /// The timeline of `run` with about so many bars at most, and so many jobs or processes.
  static String of(Run run, int mostBars, int mostUnits) {
    Chart chart = Chart.of(run.account(), run.timeline());
    return new HtmlTimeline(chart, mostBars, mostUnits).figure(run);
  }

  private String figure(Run run) {
    boolean hasJobs = !run.account().jobs().isEmpty();
    String rows = hasJobs ? "jobs" : "processes";
    int height = chart.harts().size() + units.size();
    long width = Math.max(1, chart.elapsed() / step);
    String description =
        "Timeline of %s: %s ms, with a row for each hart and for %d of %d %s"
            .formatted(
                run.title(),
                Decimal.milliseconds(chart.elapsed()),
                units.size(),
                chart.units().size(),
                rows);
    return """
        <figure class="timeline" data-step="%d" tabindex="0">
        <figcaption>Timeline<span class="note">%s</span></figcaption>
        %s<div class="rows"><div class="labels">%s</div>
        <div class="plot"><svg role="img" aria-label="%s" viewBox="0 0 %d %d" preserveAspectRatio="none" style="height:calc(var(--row)*%d)">
        <title>%s</title>
        %s</svg></div></div>
        <div class="axis" aria-hidden="true">%s</div>
        </figure>
        """
        .formatted(
            step,
            Html.escape(note(rows)),
            legend(hasJobs ? "a job" : "a process"),
            labels(),
            Html.escape(description),
            width,
            height,
            height,
            Html.escape(description),
            rows(),
            axis());
  }

  private static String legend(String unit) {
    return "<p class=\"legend\">"
        + Html.key("hues", unit + " on a hart")
        + Html.key("kernel", "kernel and system")
        + Html.key("switching", "switching")
        + Html.key("idle", "idle")
        + "<span class=\"break\"></span>"
        + Html.key("run", "runs")
        + Html.key("wait", "waits for a hart")
        + Html.key("block", "blocked")
        + "</p>\n";
  }

  private String note(String rows) {
    String merged =
        grain == 0 ? "" : "; parts shorter than " + Decimal.milliseconds(grain) + " ms are merged";
    String left =
        units.size() == chart.units().size()
            ? ""
            : "; the first %d of %d %s".formatted(units.size(), chart.units().size(), rows);
    return merged + left;
  }

  private String labels() {
    StringBuilder out = new StringBuilder();
    for (int hart = 0; hart < chart.harts().size(); hart++) {
      out.append("<span>hart ").append(hart).append("</span>");
    }
    for (Unit unit : units) {
      String label = Html.escape(unit.number() + " " + unit.name());
      out.append("<span title=\"%s\">%s</span>".formatted(label, label));
    }
    return out.toString();
  }

  private String rows() {
    StringBuilder out = new StringBuilder();
    int row = 0;
    for (List<Bar> bars : harts) {
      Map<String, StringBuilder> paths = new TreeMap<>();
      for (Bar bar : bars) {
        if (bar.activity() != Activity.IDLE) {
          stroke(paths, kind(bar), bar.from(), bar.to());
        }
      }
      row(out, row++, paths);
    }
    for (int index = 0; index < units.size(); index++) {
      Map<String, StringBuilder> paths = new TreeMap<>();
      for (Phase phase : units.get(index).phases()) {
        String hue = "h" + index % HUES;
        switch (phase.condition()) {
          case RUNNING ->
              stroke(paths, "class=\"%s run\"".formatted(hue), phase.from(), phase.to());
          case READY -> stroke(paths, "class=\"%s wait\"".formatted(hue), phase.from(), phase.to());
          case BLOCKED ->
              stroke(paths, "class=\"%s block\"".formatted(hue), phase.from(), phase.to());
          case ABSENT -> {}
        }
      }
      row(out, row++, paths);
    }
    return out.toString();
  }

  private static String kind(Bar bar) {
    return switch (bar.activity()) {
      case SWITCH -> "class=\"switching\"";
      case USER ->
          bar.unit() == Bar.NO_UNIT
              ? "class=\"kernel\""
              : "class=\"h%d\" data-unit=\"%d\"".formatted(bar.unit() % HUES, bar.unit());
      default -> "class=\"kernel\"";
    };
  }

  private void stroke(Map<String, StringBuilder> paths, String kind, long from, long to) {
    long start = from / step;
    long length = Math.max(1, to / step - start);
    paths
        .computeIfAbsent(kind, key -> new StringBuilder())
        .append("M%d 0h%d".formatted(start, length));
  }

  private static void row(StringBuilder out, int row, Map<String, StringBuilder> paths) {
    out.append("<g transform=\"translate(0,%d.5)\">".formatted(row));
    paths.forEach((kind, strokes) -> out.append("<path %s d=\"%s\"/>".formatted(kind, strokes)));
    out.append("</g>\n");
  }

  private String axis() {
    Axis axis = Axis.of(Math.max(1, chart.elapsed()), TICKS);
    StringBuilder out = new StringBuilder();
    axis.ticks(chart.elapsed())
        .forEach(
            time -> {
              double left = chart.elapsed() == 0 ? 0 : 100.0 * time / chart.elapsed();
              out.append(
                  "<span style=\"left:%s%%\">%s %s</span>"
                      .formatted(Decimal.fixed(left, 3), axis.label(time), axis.unit()));
            });
    return out.toString();
  }
}
