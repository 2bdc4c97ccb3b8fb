package spool.tools.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Measures in this process: the speed of the interpreter, and what operations of the kernel and
/// the library cost, each by a program of the box that is checked by what it prints.
///
/// One run of each to warm up comes before those that count; all take turns, so that a host whose
/// speed drifts treats them alike. Times are those of the processor.
final class Suite {
  /// What speed is measured by.
  static final List<Speed> SPEEDS =
      List.of(
          new Speed(new Benchmark("sieve", "/bench/sieve", 20), "78498"),
          new Speed(new Benchmark("mix", "/bench/mix", 400), "4ec8"));

  /// What operations are measured by.
  static final List<Operation> OPERATIONS =
      List.of(
          new Operation(new Benchmark("getppid", "/bench/getppid", 500_000), 1),
          new Operation(new Benchmark("fork, exit, wait", "/bench/fork", 3000), 1),
          new Operation(new Benchmark("fork, exec, exit, wait", "/bench/spawn", 1000), 1),
          new Operation(new Benchmark("thread, created and joined", "/bench/thread", 3000), 1),
          new Operation(new Benchmark("context switch", "/bench/pingpong", 20_000), 2),
          new Operation(new Benchmark("16 KiB through a pipe", "/bench/pipe", 2000), 1),
          new Operation(new Benchmark("hand-over by futex", "/bench/futex", 20_000), 2),
          new Operation(new Benchmark("lock and unlock, free", "/bench/lock", 500_000), 1),
          new Operation(new Benchmark("hand-over of a lock", "/bench/handover", 20_000), 1),
          new Operation(new Benchmark("message there and back", "/bench/message", 10_000), 1),
          new Operation(new Benchmark("put into a queue, get", "/bench/queue", 20_000), 1));

  private final List<Speed> speeds;
  private final List<Operation> operations;
  private final int rounds;

  /// The part of the suite whose programs are `chosen`, each of which does so small a part of its
  /// work.
  Suite(Predicate<String> chosen, int part, int rounds) {
    speeds =
        SPEEDS.stream()
            .filter(speed -> chosen.test(speed.benchmark().programName()))
            .map(speed -> new Speed(speed.benchmark().part(part), speed.expected()))
            .toList();
    operations =
        OPERATIONS.stream()
            .filter(operation -> chosen.test(operation.benchmark().programName()))
            .map(operation -> new Operation(operation.benchmark().part(part), operation.each()))
            .toList();
    this.rounds = rounds;
  }

  /// What the figure of a speed is called.
  static String title(Speed speed) {
    return "interpreter, " + speed.benchmark().name();
  }

  /// The names of all programs.
  static Stream<String> names() {
    return Stream.concat(
            SPEEDS.stream().map(Speed::benchmark), OPERATIONS.stream().map(Operation::benchmark))
        .map(Benchmark::programName);
  }

  /// Runs all, and tells `progress` what is run each time.
  List<Figure> run(Consumer<String> progress) {
    double[][] rates = new double[speeds.size()][rounds];
    Operation.Cost[][] costs = new Operation.Cost[operations.size()][rounds];
    for (int round = -1; round < rounds; round++) {
      // The last round writes over the one that warms up.
      int place = Math.floorMod(round, rounds);
      progress.accept("in this process, round %d of %d".formatted(round + 1, rounds));
      for (int index = 0; index < rates.length; index++) {
        rates[index][place] = speeds.get(index).measure();
      }
      for (int index = 0; index < costs.length; index++) {
        costs[index][place] = operations.get(index).measure();
      }
    }
    return figures(rates, costs);
  }

  private List<Figure> figures(double[][] rates, Operation.Cost[][] costs) {
    List<Figure> figures = new ArrayList<>();
    for (int index = 0; index < rates.length; index++) {
      String name = title(speeds.get(index));
      figures.add(new Figure(name, "M instructions/s", true, Series.of(rates[index])));
    }
    for (int index = 0; index < costs.length; index++) {
      String name = operations.get(index).benchmark().name();
      List<Operation.Cost> each = List.of(costs[index]);
      figures.add(
          new Figure(
              name,
              "ns",
              false,
              new Series(each.stream().map(Operation.Cost::nanoseconds).toList())));
      figures.add(
          new Figure(
              name + ", virtual time",
              "cycles",
              false,
              new Series(each.stream().map(Operation.Cost::cycles).toList())));
    }
    return figures;
  }
}
