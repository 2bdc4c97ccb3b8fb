package spool.tools.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import spool.kernel.mode.Mode;
import spool.tools.batch.Deck;
import spool.tools.batch.DeckRun;
import spool.tools.report.Report;

/// `spool batch`.
final class BatchCommand implements Callable<Integer> {
  private static final int NOT_ALL_DONE = 1;

  private final BatchMachine machine = new BatchMachine();
  private final ReportFiles reports = new ReportFiles();

  private final Setting<Mode> mode =
      Setting.of(
          Mode.class,
          OptionSpec.builder("--mode")
              .paramLabel("MODE")
              .defaultValue("batch")
              .converters(new ModeChoice())
              .description(
                  "manual, batch, multiprogrammed, timesharing, general, or a .properties file"
                      + " (default: ${DEFAULT-VALUE})."));

  private final Setting<Optional<String>> degree =
      Setting.optional(
          String.class,
          OptionSpec.builder("--degree")
              .paramLabel("N")
              .description("Most jobs in memory, or 'all'."));

  private final Setting<Optional<String>> admission =
      Setting.optional(
          String.class,
          OptionSpec.builder("--admission")
              .paramLabel("ORDER")
              .description("Which job is taken first: fifo, shortest, priority."));

  private final Setting<Optional<String>> scheduler =
      Setting.optional(
          String.class,
          OptionSpec.builder("--scheduler")
              .paramLabel("CHOICE")
              .description("The policy, as mlfq or mlfq:levels=4; 'spool schedulers' lists them."));

  private final Setting<Integer> harts = HardwareOptions.hartsOption();

  private final Setting<Optional<String>> quantum =
      Setting.optional(
          String.class,
          OptionSpec.builder("--quantum")
              .paramLabel("TIME")
              .description("The quantum of a policy that has one, as 5ms."));

  private final Setting<Deck> deck = DeckFile.parameter();

  /// What it is, for picocli.
  CommandSpec specification() {
    CommandSpec command =
        Commands.specification(
            this,
            "batch",
            "Packs a deck of jobs on a tape, runs it, and prints the listings and an account.");
    machine.addTo(command);
    reports.addTo(command);
    Setting.addAll(command, mode, degree, admission, scheduler, harts, quantum, deck);
    command
        .usageMessage()
        .footer(
            "",
            "Ends with 0 if every job was done, 1 if one failed or was rejected.",
            "docs/decks.md explains cards and modes.");
    return command;
  }

  @Override
  public Integer call() {
    DeckRun run = machine.deckRun(deck.get(), mode(), harts.get(), quantum.get());
    DeckRun.Result result = machine.run(List.of(run)).getFirst();
    System.err.print(result.messages());
    System.out.print(result.listings());
    Report report = new Report(List.of(result.run()));
    System.out.print(System.lineSeparator() + report.text(Screen.width()));
    System.out.print(System.lineSeparator() + report.gantt(Screen.width(), Screen.hasColours()));
    reports.write(report);
    if (result.status() != 0) {
      throw new Failure(
          NOT_ALL_DONE,
          "the monitor ended with status " + result.status() + " before the deck was done");
    }
    return result.isDone() ? 0 : NOT_ALL_DONE;
  }

  private Mode mode() {
    try {
      Mode chosen = mode.get();
      chosen = with(chosen, "degree", degree.get());
      chosen = with(chosen, "admission", admission.get());
      return with(chosen, "scheduler", scheduler.get());
    } catch (IllegalArgumentException unsuitable) {
      throw new Failure(ExitStatus.USAGE, unsuitable);
    }
  }

  private static Mode with(Mode mode, String key, Optional<String> value) {
    return value.map(text -> mode.with(key, text)).orElse(mode);
  }
}
