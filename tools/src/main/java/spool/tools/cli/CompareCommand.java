package spool.tools.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import spool.kernel.mode.Mode;
import spool.tools.batch.Deck;
import spool.tools.batch.DeckRun;
import spool.tools.report.Report;

/// `spool compare`.
final class CompareCommand implements Callable<Integer> {
  private final BatchMachine machine = new BatchMachine();
  private final ReportFiles reports = new ReportFiles();

  private final Setting<List<Mode>> modes =
      Setting.list(
          Mode.class,
          OptionSpec.builder("--modes")
              .paramLabel("MODE")
              .splitRegex(",")
              .converters(new ModeChoice())
              .description(
                  "Standard modes or .properties files (default: manual, batch, multiprogrammed,"
                      + " timesharing; with --schedulers or --quantum: timesharing)."));

  private final Setting<List<String>> schedulers =
      Setting.list(
          String.class,
          OptionSpec.builder("--schedulers")
              .paramLabel("CHOICE")
              .splitRegex(",(?![^:,]*=)")
              .splitRegexSynopsisLabel(",")
              .description(
                  "Policies in the place of the modes' own, as fcfs,rr,mlfq:levels=4,boost=1s."));

  private final Setting<List<Integer>> harts =
      Setting.list(
          Integer.class,
          OptionSpec.builder("--harts")
              .paramLabel("N")
              .splitRegex(",")
              .defaultValue("1")
              .description("Numbers of harts (default: ${DEFAULT-VALUE})."));

  private final Setting<List<String>> quanta =
      Setting.list(
          String.class,
          OptionSpec.builder("--quantum")
              .paramLabel("TIME")
              .splitRegex(",")
              .description("Quanta for the policies that have one, as 1ms,5ms,20ms."));

  private final Setting<Deck> deck = DeckFile.parameter();

  /// What it is, for picocli.
  CommandSpec specification() {
    CommandSpec command =
        Commands.specification(
            this,
            "compare",
            "Runs a deck in several ways and sets the figures side by side: every combination of the"
                + " modes, schedulers, numbers of harts and quanta that are given.");
    machine.addTo(command);
    reports.addTo(command);
    Setting.addAll(command, modes, schedulers, harts, quanta, deck);
    command
        .usageMessage()
        .footer("", "docs/decks.md explains cards and modes, docs/compare-schema.md the JSON.");
    return command;
  }

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
      for (int count : harts.get()) {
        for (Optional<String> quantum : optionalQuanta()) {
          runs.add(machine.deckRun(deck.get(), mode, count, quantum));
        }
      }
    }
    return runs;
  }

  private List<Mode> modesWithSchedulers() {
    if (schedulers.get().isEmpty()) {
      return chosenModes();
    }
    return chosenModes().stream()
        .flatMap(mode -> schedulers.get().stream().map(choice -> mode.with("scheduler", choice)))
        .toList();
  }

  private List<Mode> chosenModes() {
    if (!modes.get().isEmpty()) {
      return modes.get();
    }
    boolean isAboutPolicies = !schedulers.get().isEmpty() || !quanta.get().isEmpty();
    return Mode.standard().stream()
        .filter(mode -> isAboutPolicies ? mode.name().equals("timesharing") : !mode.isRealTime())
        .toList();
  }

  private List<Optional<String>> optionalQuanta() {
    return quanta.get().isEmpty()
        ? List.of(Optional.empty())
        : quanta.get().stream().map(Optional::of).toList();
  }
}
