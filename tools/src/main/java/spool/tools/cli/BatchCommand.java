package spool.tools.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import spool.kernel.mode.Mode;
import spool.tools.batch.Deck;
import spool.tools.batch.DeckRun;
import spool.tools.report.Report;

/// `spool batch`.
@Command(
    name = "batch",
    mixinStandardHelpOptions = true,
    description =
        "Packs a deck of jobs on a tape, runs it, and prints the listings and an account.",
    footer = {
      "",
      "Ends with 0 if every job was done, 1 if one failed or was rejected.",
      "docs/decks.md explains cards and modes."
    })
final class BatchCommand implements Callable<Integer> {
  private static final int NOT_ALL_DONE = 1;

  @Mixin private BatchMachine machine = new BatchMachine();
  @Mixin private ReportFiles reports = new ReportFiles();

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      defaultValue = "batch",
      converter = ModeChoice.class,
      description =
          "manual, batch, multiprogrammed, timesharing, general, or a .properties file"
              + " (default: ${DEFAULT-VALUE}).")
  private Optional<Mode> mode = Optional.empty();

  @Option(names = "--degree", paramLabel = "N", description = "Most jobs in memory, or 'all'.")
  private Optional<String> degree = Optional.empty();

  @Option(
      names = "--admission",
      paramLabel = "ORDER",
      description = "Which job is taken first: fifo, shortest, priority.")
  private Optional<String> admission = Optional.empty();

  @Option(
      names = "--scheduler",
      paramLabel = "CHOICE",
      description = "The policy, as mlfq or mlfq:levels=4; 'spool schedulers' lists them.")
  private Optional<String> scheduler = Optional.empty();

  @Option(
      names = "--harts",
      paramLabel = "N",
      defaultValue = "1",
      description = "Hardware threads, 1 to 64 (default: ${DEFAULT-VALUE}).")
  private int harts;

  @Option(
      names = "--quantum",
      paramLabel = "TIME",
      description = "The quantum of a policy that has one, as 5ms.")
  private Optional<String> quantum = Optional.empty();

  @Parameters(
      paramLabel = "DECK",
      converter = DeckFile.class,
      description = "A deck of cards, or one of the box: decks/reference.job.")
  private Optional<Deck> deck = Optional.empty();

  @Override
  public Integer call() {
    DeckRun run = machine.deckRun(deck.orElseThrow(), mode(), harts, quantum);
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
      Mode chosen = mode.orElseThrow();
      chosen = with(chosen, "degree", degree);
      chosen = with(chosen, "admission", admission);
      return with(chosen, "scheduler", scheduler);
    } catch (IllegalArgumentException unsuitable) {
      throw new Failure(ExitStatus.USAGE, unsuitable);
    }
  }

  private static Mode with(Mode mode, String key, Optional<String> value) {
    return value.map(text -> mode.with(key, text)).orElse(mode);
  }
}
