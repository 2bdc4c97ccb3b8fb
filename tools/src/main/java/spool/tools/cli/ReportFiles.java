package spool.tools.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import spool.tools.report.Report;

/// Where a report goes beside the terminal.
final class ReportFiles {
  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures as JSON.")
  private Optional<Path> json = Optional.empty();

  @Option(names = "--csv", paramLabel = "FILE", description = "Write a row for each run as CSV.")
  private Optional<Path> csv = Optional.empty();

  @Option(
      names = "--jobs-csv",
      paramLabel = "FILE",
      description = "Write a row for each job of each run as CSV.")
  private Optional<Path> jobsCsv = Optional.empty();

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a report with charts, one file that needs no network.")
  private Optional<Path> html = Optional.empty();

  /// Writes the forms of `report` that were asked for.
  void write(Report report) {
    json.ifPresent(file -> ReportOptions.write("--json", file, report.json()));
    csv.ifPresent(file -> ReportOptions.write("--csv", file, report.csv()));
    jobsCsv.ifPresent(file -> ReportOptions.write("--jobs-csv", file, report.jobsCsv()));
    html.ifPresent(file -> ReportOptions.write("--html", file, report.html()));
  }
}
