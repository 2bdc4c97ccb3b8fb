package spool.tools.cli;

import java.util.ArrayList;
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

/// `spool compare`.
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description =
        "Runs a deck in several ways and sets the figures side by side: every combination of the"
            + " modes, schedulers, numbers of harts and quanta that are given.",
    footer = {"", "docs/decks.md explains cards and modes, docs/compare-schema.md the JSON."})
final class CompareCommand implements Callable<Integer> {
  @Mixin private BatchMachine machine = new BatchMachine();
  @Mixin private ReportFiles reports = new ReportFiles();

  @Option(
      names = "--modes",
      paramLabel = "MODE",
      split = ",",
      converter = ModeChoice.class,
      description =
          "Standard modes or .properties files (default: manual, batch, multiprogrammed,"
              + " timesharing; with --schedulers or --quantum: timesharing).")
  private List<Mode> modes = List.of();

  @Option(
      names = "--schedulers",
      paramLabel = "CHOICE",
      split = ",(?![^:,]*=)",
      splitSynopsisLabel = ",",
      description = "Policies in the place of the modes' own, as fcfs,rr,mlfq:levels=4,boost=1s.")
  private List<String> schedulers = List.of();

  @Option(
      names = "--harts",
      paramLabel = "N",
      split = ",",
      defaultValue = "1",
      description = "Numbers of harts (default: ${DEFAULT-VALUE}).")
  private List<Integer> harts = List.of();

  @Option(
      names = "--quantum",
      paramLabel = "TIME",
      split = ",",
      description = "Quanta for the policies that have one, as 1ms,5ms,20ms.")
  private List<String> quanta = List.of();

  @Parameters(
      paramLabel = "DECK",
      converter = DeckFile.class,
      description = "A deck of cards, or one of the box: decks/reference.job.")
  private Optional<Deck> deck = Optional.empty();

  @Override
  public Integer call() {
    List<DeckRun.Result> results = machine.run(runs());
    Report report = new Report(results.stream().map(DeckRun.Result::run).toList());
    System.out.print(report.comparison(Screen.width()));
    reports.write(report);
    return results.stream().allMatch(result -> result.status() == 0) ? 0 : 1;
  }

  private List<DeckRun> runs() {
    List<DeckRun> runs = new ArrayList<>();
    for (Mode mode : modesWithSchedulers()) {
      for (int count : harts) {
        for (Optional<String> quantum : optionalQuanta()) {
          runs.add(machine.deckRun(deck.orElseThrow(), mode, count, quantum));
        }
      }
    }
    return runs;
  }

  private List<Mode> modesWithSchedulers() {
    if (schedulers.isEmpty()) {
      return chosenModes();
    }
    return chosenModes().stream()
        .flatMap(mode -> schedulers.stream().map(choice -> mode.with("scheduler", choice)))
        .toList();
  }

  private List<Mode> chosenModes() {
    if (!modes.isEmpty()) {
      return modes;
    }
    boolean isAboutPolicies = !schedulers.isEmpty() || !quanta.isEmpty();
    return Mode.standard().stream()
        .filter(mode -> isAboutPolicies ? mode.name().equals("timesharing") : !mode.isRealTime())
        .toList();
  }

  private List<Optional<String>> optionalQuanta() {
    return quanta.isEmpty()
        ? List.of(Optional.empty())
        : quanta.stream().map(Optional::of).toList();
  }
}
