package spool.tools.report;

import java.util.List;
import java.util.stream.Collectors;
import spool.kernel.trace.Gantt;

/// What there is to say of one run, or of several side by side, in the forms in which a user may
/// want it. The same runs give the same bytes.
///
///     Recorder recorder = new Recorder(harts);
///     Computer computer = Computer.builder().harts(harts).listener(recorder).build();
///     computer.run();
///     computer.settle();
///     Run run = new Run("general", "rr", 0, recorder.account(), recorder.timeline());
///     new Report(List.of(run)).text(80, false);
public final class Report {
  private final List<Run> runs;

  /// Of `runs`, in this order, at least one.
  public Report(List<Run> runs) {
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("a report needs at least one run");
    }
    this.runs = List.copyOf(runs);
  }

  /// Tables of aligned columns, in lines of at most `width` characters where that is possible: the
  /// account of one run with its harts and jobs, or the comparison of several.
  public String text(int width) {
    return runs.size() == 1 ? AccountText.of(runs.getFirst(), width) : comparison(width);
  }

  /// The table that sets the runs side by side.
  public String comparison(int width) {
    return ComparisonText.of(runs, width);
  }

  /// An array of runs, as `docs/compare-schema.md` describes it.
  public String json() {
    return JsonReport.of(runs);
  }

  /// One row for each run, with the figures of the run as a whole (RFC 4180).
  public String csv() {
    return CsvReport.runs(runs);
  }

  /// One row for each job of each run, or for each process of a run without jobs (RFC 4180).
  public String jobsCsv() {
    return CsvReport.jobs(runs);
  }

  /// A page that needs no other file: charts, timelines to be zoomed, and tables.
  public String html() {
    return HtmlReport.of(runs);
  }

  /// Gantt charts in text, one for each run, in lines of at most `width` characters.
  public String gantt(int width, boolean colour) {
    return runs.stream()
        .map(
            run ->
                run.title() + "\n" + new Gantt(run.account(), run.timeline()).text(width, colour))
        .collect(Collectors.joining("\n"));
  }
}
