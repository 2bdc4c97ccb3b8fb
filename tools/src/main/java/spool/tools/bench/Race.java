package spool.tools.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Lets all contenders run all workloads in turns, so that a host whose speed drifts treats them
/// alike: in each round each contender runs a workload once before the next workload's turn.
final class Race {
  /// One contender with one workload, and its times so far.
  private static final class Entry {
    final Workload workload;
    final Contender contender;
    final List<Double> processor = new ArrayList<>();
    final List<Double> elapsed = new ArrayList<>();

    Entry(Workload workload, Contender contender) {
      this.workload = contender.share(workload);
      this.contender = contender;
    }

    void run(Stopwatch stopwatch) throws BenchException, InterruptedException {
      List<String> command = contender.command().of(workload);
      Stopwatch.Time time = stopwatch.time(command, workload.expected(workload.times()));
      processor.add(time.processor());
      elapsed.add(time.elapsed());
    }

    Measurement result() {
      return new Measurement(
          workload.name(),
          contender.name(),
          workload.times(),
          new Series(processor),
          new Series(elapsed));
    }

    @Override
    public String toString() {
      return workload.name() + ", " + contender.name();
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private final Stopwatch stopwatch;

  /// A race of `contenders` with `workloads`.
  Race(List<Workload> workloads, List<Contender> contenders, Stopwatch stopwatch) {
    this.stopwatch = stopwatch;
    for (Workload workload : workloads) {
      contenders.stream()
          .filter(contender -> contender.suits().test(workload))
          .forEach(contender -> entries.add(new Entry(workload, contender)));
    }
  }

  /// Runs so many rounds, and tells `progress` what is run each time.
  List<Measurement> run(int rounds, Consumer<String> progress)
      throws BenchException, InterruptedException {
    for (int round = 1; round <= rounds; round++) {
      for (Entry entry : entries) {
        if (entry.contender.takesPart(entry.workload, round)) {
          progress.accept("round %d of %d: %s".formatted(round, rounds, entry));
          entry.run(stopwatch);
        }
      }
    }
    return entries.stream().map(Entry::result).toList();
  }
}
