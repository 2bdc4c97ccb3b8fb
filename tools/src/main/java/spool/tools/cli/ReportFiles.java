package spool.tools.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import spool.tools.report.Report;

/// Where a report goes beside the terminal.
final class ReportFiles {
  private final Setting<Optional<Path>> json =
      Setting.optional(
          Path.class,
          OptionSpec.builder("--json")
              .paramLabel("FILE")
              .description("Write the figures as JSON."));

  private final Setting<Optional<Path>> csv =
      Setting.optional(
          Path.class,
          OptionSpec.builder("--csv")
              .paramLabel("FILE")
              .description("Write a row for each run as CSV."));

  private final Setting<Optional<Path>> jobsCsv =
      Setting.optional(
          Path.class,
          OptionSpec.builder("--jobs-csv")
              .paramLabel("FILE")
              .description("Write a row for each job of each run as CSV."));

  private final Setting<Optional<Path>> html =
      Setting.optional(
          Path.class,
          OptionSpec.builder("--html")
              .paramLabel("FILE")
              .description("Write a report with charts, one file that needs no network."));

  /// Adds the options to `command`.
  void addTo(CommandSpec command) {
    Setting.addAll(command, json, csv, jobsCsv, html);
  }

  /// Writes the forms of `report` that were asked for.
  void write(Report report) {
    json.get().ifPresent(file -> ReportOptions.write("--json", file, report.json()));
    csv.get().ifPresent(file -> ReportOptions.write("--csv", file, report.csv()));
    jobsCsv.get().ifPresent(file -> ReportOptions.write("--jobs-csv", file, report.jobsCsv()));
    html.get().ifPresent(file -> ReportOptions.write("--html", file, report.html()));
  }
}
