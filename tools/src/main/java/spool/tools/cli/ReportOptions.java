package spool.tools.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import spool.kernel.trace.Recorder;
import spool.tools.computer.Computer;
import spool.tools.report.Report;
import spool.tools.report.Run;

/// The options of commands that run something and can account for it.
final class ReportOptions {
  private static final String STANDARD_ERROR = "-";

  private final Setting<Boolean> account =
      Setting.flag(
          OptionSpec.builder("--account")
              .description(
                  "Print at the end, on stderr, what the time of harts and processes went into."));

  private final Setting<Boolean> lockStatistics =
      Setting.flag(
          OptionSpec.builder("--lockstat")
              .description("Print at the end, on stderr, how long each lock was waited for."));

  private final Setting<Optional<String>> chart =
      Setting.optional(
          String.class,
          OptionSpec.builder("--chart")
              .paramLabel("FILE")
              .description(
                  "Write a page with the timeline and the account to FILE (HTML); '-' prints a chart in"
                      + " text on stderr."));

  private final Setting<Optional<Path>> perfetto =
      Setting.optional(
          Path.class,
          OptionSpec.builder("--perfetto")
              .paramLabel("FILE")
              .description("Write the timeline to FILE, for ui.perfetto.dev."));

  private Optional<Recorder> recorder = Optional.empty();

  /// Adds the options to `command`.
  void addTo(CommandSpec command) {
    Setting.addAll(command, account, lockStatistics, chart, perfetto);
  }

  /// Lets `builder` make a computer of so many harts that is recorded, if anything is to be
  /// reported.
  Computer.Builder record(Computer.Builder builder, int harts) {
    if (account.get() || chart.get().isPresent() || perfetto.get().isPresent()) {
      Recorder made = new Recorder(harts);
      recorder = Optional.of(made);
      builder.listener(made);
    }
    return lockStatistics.get() ? builder.lockStatistics() : builder;
  }

  /// Reports what `computer` did, started by the command `mode` with `seed`.
  void report(Computer computer, String mode, long seed) {
    if (lockStatistics.get()) {
      System.err.print(computer.kernel().locks().statistics().text());
    }
    if (recorder.isPresent()) {
      computer.settle();
      Recorder made = recorder.get();
      String scheduler = computer.kernel().dispatcher().scheduler().name();
      write(new Run(mode, scheduler, seed, made.account(), made.timeline()));
    }
  }

  private void write(Run run) {
    Report report = new Report(List.of(run));
    if (account.get()) {
      System.err.print(report.text(Screen.width()));
    }
    chart.get().ifPresent(name -> writeChart(report, name));
    perfetto.get().ifPresent(file -> write("--perfetto", file, run.perfetto()));
  }

  private static void writeChart(Report report, String name) {
    if (name.equals(STANDARD_ERROR)) {
      System.err.print(report.gantt(Screen.width(), Screen.hasColours()));
    } else {
      write("--chart", Path.of(name), report.html());
    }
  }

  /// Writes `text` to `file`, which `option` named.
  static void write(String option, Path file, String text) {
    try {
      Files.writeString(file, text, UTF_8);
    } catch (IOException failure) {
      throw new Failure(ExitStatus.USAGE, option + ": cannot write " + failure.getMessage());
    }
  }
}
