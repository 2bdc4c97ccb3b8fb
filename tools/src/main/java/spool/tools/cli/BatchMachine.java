package spool.tools.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import spool.emulator.machine.Machine;
import spool.kernel.mode.Mode;
import spool.kernel.sched.Parameter;
import spool.kernel.sched.Policies;
import spool.kernel.sched.SchedulerChoice;
import spool.kernel.sched.Settings;
import spool.tools.batch.Deck;
import spool.tools.batch.DeckRun;

/// The machines on which decks run, and how several runs are made at a time.
final class BatchMachine {
  private final SchedulerOptions.ClassPath classPath = new SchedulerOptions.ClassPath();

  private final SchedulerOptions.QueueOption queues = new SchedulerOptions.QueueOption();

  private final SizeAndSeed size = new SizeAndSeed();

  /// Adds the options to `command`.
  void addTo(CommandSpec command) {
    classPath.addTo(command);
    queues.addTo(command);
    size.addTo(command);
  }

  /// The run of `deck` in `mode`. Throws [Failure] if there can be no such machine.
  DeckRun deckRun(Deck deck, Mode mode, int harts, Optional<String> quantum) {
    Policies policies = classPath.policies();
    try {
      Machine.builder().harts(harts).ramBytes(size.memory());
      quantum.ifPresent(SchedulerOptions::requireTime);
      SchedulerChoice scheduler =
          SchedulerChoice.of(
              policies,
              withQuantum(policies, mode.scheduler(), quantum),
              Map.of(),
              queues.queues());
      return new DeckRun(deck, mode, scheduler, harts, size.memory(), size.seed());
    } catch (IllegalArgumentException unsuitable) {
      throw new Failure(ExitStatus.USAGE, unsuitable);
    }
  }

  /// The policy that `choice` names with turns of the length `quantum`, if it has turns.
  private static String withQuantum(Policies policies, String choice, Optional<String> quantum) {
    if (quantum.isEmpty()) {
      return choice;
    }
    Optional<String> parameter =
        policies.choose(choice, Settings.standard()::random).parameters().stream()
            .map(Parameter::name)
            .filter(SchedulerOptions.TURNS::contains)
            .findFirst();
    if (parameter.isEmpty()) {
      return choice;
    }
    String setting = parameter.get() + "=" + quantum.get();
    String present = parameter.get() + "=[^,]*";
    if (choice.matches(".*[:,]" + present + ".*")) {
      return choice.replaceFirst(present, setting);
    }
    return choice + (choice.contains(":") ? "," : ":") + setting;
  }

  /// Makes `runs`, several at a time, and answers what came of them in their order.
  List<DeckRun.Result> run(List<DeckRun> runs) {
    return Workers.call(runs.stream().<Callable<DeckRun.Result>>map(run -> run::run).toList());
  }
}
