package spool.tools.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What `spool bench` measures: the speed of the machine, what operations of the kernel and the
/// library cost, each by a program of the box that is checked by what it prints, and the start of
/// whole `spool` processes.
///
/// Every figure of host time is the median of several runs after one to warm up; all benchmarks
/// take turns, so that a host whose speed drifts treats them alike.
public final class Suite {
  private static final List<Speed> SPEEDS =
      List.of(
          new Speed(new Benchmark("sieve", "/bench/sieve", 20), "78498"),
          new Speed(new Benchmark("mix", "/bench/mix", 400), "4ec8"));

  /// What operations are measured by.
  static final List<Operation> OPERATIONS =
      List.of(
          new Operation(new Benchmark("getppid", "/bench/getppid", 500_000), 1),
          new Operation(new Benchmark("fork, exit, wait", "/bench/fork", 3000), 1),
          new Operation(new Benchmark("thread, created and joined", "/bench/thread", 3000), 1),
          new Operation(new Benchmark("context switch", "/bench/pingpong", 20_000), 2),
          new Operation(new Benchmark("lock and unlock, free", "/bench/lock", 500_000), 1),
          new Operation(new Benchmark("hand-over of a lock", "/bench/handover", 20_000), 1),
          new Operation(new Benchmark("message there and back", "/bench/message", 10_000), 1),
          new Operation(new Benchmark("put into a queue, get", "/bench/queue", 20_000), 1));

  private final int rounds;
  private final PrintStream out;

  /// A suite that counts `rounds` runs of each and prints on `out`.
  public Suite(int rounds, PrintStream out) {
    this.rounds = rounds;
    this.out = out;
  }

  /// Runs all and prints a line for each.
  ///
  /// @throws IOException if a `spool` process cannot be started
  public void run() throws IOException, InterruptedException {
    double[][] speeds = new double[SPEEDS.size()][rounds];
    Operation.Cost[][] costs = new Operation.Cost[OPERATIONS.size()][rounds];
    for (int round = -1; round < rounds; round++) {
      // The last round writes over the one that warms up.
      int place = Math.floorMod(round, rounds);
      for (int index = 0; index < speeds.length; index++) {
        speeds[index][place] = SPEEDS.get(index).measure();
      }
      for (int index = 0; index < costs.length; index++) {
        costs[index][place] = OPERATIONS.get(index).measure();
      }
    }
    for (int index = 0; index < speeds.length; index++) {
      print(SPEEDS.get(index).benchmark().name(), median(speeds[index]), "M instructions/s");
    }
    for (int index = 0; index < costs.length; index++) {
      print(OPERATIONS.get(index).benchmark().name(), costs[index]);
    }
    print("spool run examples/hello", start("run", "examples/hello"), "ms, whole process");
    print("spool boot, empty script", start("boot"), "ms, whole process");
  }

  /// The median time in milliseconds of `spool` processes with these arguments.
  private double start(String... arguments) throws IOException, InterruptedException {
    double[] times = new double[rounds];
    for (int round = -1; round < rounds; round++) {
      long start = System.nanoTime();
      Process process = process(arguments).start();
      process.getOutputStream().close();
      int status = process.waitFor();
      if (status != 0) {
        throw new IOException("spool " + String.join(" ", arguments) + " ended with " + status);
      }
      if (round >= 0) {
        times[round] = (System.nanoTime() - start) / 1e6;
      }
    }
    return median(times);
  }

  /// A process like this one: the same JVM, options and class path. Its input is a pipe.
  private static ProcessBuilder process(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> !option.startsWith("-Dspool.terminal"))
            .toList());
    command.addAll(List.of("-Dspool.terminal=false", "-cp", System.getProperty("java.class.path")));
    command.add("spool.tools.cli.Spool");
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private void print(String name, double figure, String unit) {
    out.printf(Locale.ROOT, "%-26s %,14.0f %s%n", name, figure, unit);
  }

  private void print(String name, Operation.Cost[] costs) {
    double time = median(Arrays.stream(costs).mapToDouble(Operation.Cost::nanoseconds).toArray());
    String unit =
        String.format(Locale.ROOT, "ns of the host, %,.0f cycles each", costs[0].cycles());
    print(name, time, unit);
  }
}
