package spool.tools.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What `spool bench` measures: the speed of the machine and of the kernel on programs of the box,
/// each checked by what it prints, and the start of whole `spool` processes.
///
/// Every figure is the median of several runs after one to warm up; all benchmarks take turns, so
/// that a machine whose speed drifts treats them alike.
public final class Suite {
  private static final double MILLION = 1e6;

  private static final List<Benchmark> BENCHMARKS =
      List.of(
          new Benchmark(
              "sieve", "/bench/sieve", 20, "78498", "M instructions/s", Suite::instructions),
          new Benchmark("mix", "/bench/mix", 400, "4ec8", "M instructions/s", Suite::instructions),
          new Benchmark("fork, exit, wait", "/bench/fork", 3000, "3000", "/s", Suite::times),
          new Benchmark(
              "context switches",
              "/bench/pingpong",
              20_000,
              "20000",
              "/s",
              run -> 2.0 * run.times()),
          new Benchmark("getppid", "/bench/getppid", 500_000, "500000", "/s", Suite::times));

  private final int rounds;
  private final PrintStream out;

  /// A suite that counts `rounds` runs of each and prints on `out`.
  public Suite(int rounds, PrintStream out) {
    this.rounds = rounds;
    this.out = out;
  }

  private static double instructions(Benchmark.Run run) {
    return run.instructions() / MILLION;
  }

  private static double times(Benchmark.Run run) {
    return run.times();
  }

  /// Runs all and prints a line for each.
  ///
  /// @throws IOException if a `spool` process cannot be started
  public void run() throws IOException, InterruptedException {
    double[][] rates = new double[BENCHMARKS.size()][rounds];
    for (int round = -1; round < rounds; round++) {
      for (int index = 0; index < rates.length; index++) {
        double rate = BENCHMARKS.get(index).rate(BENCHMARKS.get(index).run());
        if (round >= 0) {
          rates[index][round] = rate;
        }
      }
    }
    for (int index = 0; index < rates.length; index++) {
      Benchmark benchmark = BENCHMARKS.get(index);
      print(benchmark.name(), median(rates[index]), benchmark.unit());
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
        times[round] = (System.nanoTime() - start) / MILLION;
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
}
