package spool.tools.bench;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import spool.emulator.hart.Hart;
import spool.kernel.trap.HostStreams;
import spool.tools.computer.Computer;

/// One program of the box, what it is measured by, and how often it does its work.
///
/// @param name what is shown
/// @param program its path in the guest
/// @param times how often it does its work, its argument
/// @param expected what it prints, without which nothing counts
/// @param unit what is counted in a second
/// @param measure how many of these a run did
record Benchmark(
    String name, String program, int times, String expected, String unit, Measure measure) {
  /// Counts work done.
  interface Measure {
    /// How much a run did.
    double amount(Run run);
  }

  /// One run: host time in seconds, instructions retired, and how often the program did its work.
  record Run(double seconds, long instructions, int times) {}

  /// Runs it once on a fresh computer.
  ///
  /// @throws IllegalStateException if the program does not print what it should
  Run run() {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    HostStreams streams = new HostStreams(InputStream.nullInputStream(), output, output);
    Computer computer =
        Computer.builder()
            .streams(streams)
            .program(program, List.of(Integer.toString(times)))
            .build();
    long start = System.nanoTime();
    int status = computer.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    String printed = output.toString(StandardCharsets.UTF_8).strip();
    if (status != 0 || !printed.equals(expected)) {
      throw new IllegalStateException(
          "%s ended with %d and printed '%s', not '%s'"
              .formatted(program, status, printed, expected));
    }
    long instructions = computer.machine().harts().stream().mapToLong(Hart::retired).sum();
    return new Run(seconds, instructions, times);
  }

  /// How much `run` did in a second.
  double rate(Run run) {
    return measure.amount(run) / run.seconds();
  }
}
