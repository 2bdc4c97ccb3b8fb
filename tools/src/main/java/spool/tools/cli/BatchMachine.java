package spool.tools.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Mixin;
import spool.emulator.machine.EngineFailure;
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
  @Mixin private SchedulerOptions.ClassPath classPath = new SchedulerOptions.ClassPath();

  @Mixin private SchedulerOptions.QueueOption queues = new SchedulerOptions.QueueOption();

  @Mixin private SizeAndSeed size = new SizeAndSeed();

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
    Progress progress = new Progress(runs.size());
    int workers = Math.min(runs.size(), Runtime.getRuntime().availableProcessors());
    try (ExecutorService executor = Executors.newFixedThreadPool(Math.max(1, workers))) {
      List<Callable<DeckRun.Result>> tasks = new ArrayList<>();
      runs.forEach(run -> tasks.add(() -> progress.count(run.run())));
      return results(executor.invokeAll(tasks));
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitStatus.DEFECT, "interrupted");
    } finally {
      progress.end();
    }
  }

  private static List<DeckRun.Result> results(List<Future<DeckRun.Result>> futures)
      throws InterruptedException {
    List<DeckRun.Result> results = new ArrayList<>();
    for (Future<DeckRun.Result> each : futures) {
      try {
        results.add(each.get());
      } catch (ExecutionException failure) {
        throw failed(failure);
      }
    }
    return results;
  }

  private static RuntimeException failed(ExecutionException failure) {
    return switch (failure.getCause()) {
      case EngineFailure defect -> Session.defect(defect);
      case IllegalStateException stuck -> new Failure(ExitStatus.DEADLOCK, stuck);
      case null, default -> new IllegalStateException(failure);
    };
  }

  /// How many runs are done, on a terminal's standard error.
  private static final class Progress {
    private final int total;
    private final boolean isShown;
    private final AtomicInteger done = new AtomicInteger();

    Progress(int total) {
      this.total = total;
      isShown = total > 1 && Session.hasTerminal();
    }

    DeckRun.Result count(DeckRun.Result result) {
      int count = done.incrementAndGet();
      if (isShown) {
        System.err.print("\r" + count + " of " + total + " runs");
      }
      return result;
    }

    void end() {
      if (isShown) {
        System.err.print("\r" + " ".repeat(String.valueOf(total).length() * 2 + 9) + "\r");
      }
    }
  }
}
