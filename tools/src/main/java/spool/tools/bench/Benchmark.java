package spool.tools.bench;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import spool.emulator.hart.Hart;
import spool.kernel.trap.HostStreams;
import spool.tools.computer.Computer;

/// A program of the box that does its work as often as its argument says.
///
/// @param name what is shown
/// @param program its path in the guest
/// @param times how often it does its work in a measurement
record Benchmark(String name, String program, int times) {
  /// What a run took: seconds of a processor of the host, instructions retired, and cycles of
  /// virtual time.
  record Run(double seconds, long instructions, long cycles) {}

  /// The name of the program.
  String programName() {
    return program.substring(program.lastIndexOf('/') + 1);
  }

  /// The same with so small a part of the work.
  Benchmark part(int part) {
    return new Benchmark(name, program, Math.max(1, times / part));
  }

  /// Runs it on a fresh computer, where it does its work so often.
  ///
  /// @param expected what it has to print, without which nothing counts
  /// @throws IllegalStateException if it prints something else, or fails
  Run run(int often, String expected) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    HostStreams streams = new HostStreams(InputStream.nullInputStream(), output, output);
    Computer computer =
        Computer.builder()
            .streams(streams)
            .program(program, List.of(Integer.toString(often)))
            .build();
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    int status = computer.run();
    long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    String printed = output.toString(StandardCharsets.UTF_8).strip();
    if (status != 0 || !printed.equals(expected)) {
      throw new IllegalStateException(
          "%s ended with %d and printed '%s', not '%s'"
              .formatted(program, status, printed, expected));
    }
    long instructions = computer.machine().harts().stream().mapToLong(Hart::retired).sum();
    return new Run((end - start) / 1e9, instructions, computer.machine().now());
  }
}
