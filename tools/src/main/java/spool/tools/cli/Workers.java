package spool.tools.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import spool.emulator.machine.EngineFailure;

/// Makes several runs at a time, as many as the host has processors, and says on a terminal how
/// many are done.
final class Workers {
  private Workers() {}

  /// Makes `runs` and answers what came of them in their order. Throws [Failure] for the first of
  /// them that failed.
  static <T> List<T> call(List<Callable<T>> runs) {
    Progress progress = new Progress(runs.size());
    int workers = Math.min(runs.size(), Runtime.getRuntime().availableProcessors());
    try (ExecutorService executor = Executors.newFixedThreadPool(Math.max(1, workers))) {
      List<Callable<T>> counted = new ArrayList<>();
      runs.forEach(run -> counted.add(() -> progress.count(run.call())));
      return results(executor.invokeAll(counted));
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitStatus.DEFECT, "interrupted");
    } finally {
      progress.end();
    }
  }

  private static <T> List<T> results(List<Future<T>> futures) throws InterruptedException {
    List<T> results = new ArrayList<>();
    for (Future<T> each : futures) {
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

    <T> T count(T result) {
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
