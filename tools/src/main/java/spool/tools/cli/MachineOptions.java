package spool.tools.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import spool.kernel.lock.OnDeadlock;
import spool.kernel.trace.TraceWriter;
import spool.tools.computer.Computer;

/// The options that every command has which starts a machine.
final class MachineOptions {
  @Mixin private HardwareOptions hardware = new HardwareOptions();

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = "Write every switch, system call, signal and exit to FILE, '-' for stderr.")
  private Optional<String> trace = Optional.empty();

  @Option(
      names = "--on-deadlock",
      paramLabel = "report|kill|stop",
      defaultValue = "report",
      description =
          "When tasks wait for each other in a circle, which is always reported: leave it at that,"
              + " send SIGKILL to their processes, or end the run with status 75"
              + " (default: ${DEFAULT-VALUE}).")
  private OnDeadlock onDeadlock = OnDeadlock.REPORT;

  @Mixin private SchedulerOptions scheduling = new SchedulerOptions();

  @Mixin private DiskOptions disks = new DiskOptions();

  @Mixin private PeripheralOptions peripherals = new PeripheralOptions();

  /// What [#builder] writes the trace to.
  private Optional<BufferedWriter> traceFile = Optional.empty();

  /// How many harts.
  int harts() {
    return hardware.harts();
  }

  /// The seed.
  long seed() {
    return hardware.seed();
  }

  /// A computer with these options.
  Computer.Builder builder() {
    try {
      Computer.Builder builder = hardware.addTo(Computer.builder());
      builder.scheduler(scheduling.choice()).onDeadlock(onDeadlock);
      if (trace.isPresent()) {
        hardware.requireDeterministic("--trace");
        BufferedWriter writer = openTrace(trace.get());
        traceFile = Optional.of(writer);
        builder.trace(new TraceWriter(writer));
      }
      disks.addTo(builder);
      peripherals.addTo(builder);
      return builder;
    } catch (IllegalArgumentException unsuitable) {
      throw new Failure(ExitStatus.USAGE, unsuitable);
    } catch (IOException failure) {
      throw new Failure(ExitStatus.USAGE, "--trace: cannot write " + failure.getMessage());
    }
  }

  private static BufferedWriter openTrace(String name) throws IOException {
    return name.equals("-")
        ? new BufferedWriter(new OutputStreamWriter(System.err, UTF_8))
        : Files.newBufferedWriter(Path.of(name));
  }

  /// Ends the trace, closes the disks, and saves the tapes.
  void finish() {
    try {
      disks.finish();
    } finally {
      try {
        peripherals.finish();
      } finally {
        endTrace();
      }
    }
  }

  private void endTrace() {
    try {
      if (traceFile.isPresent()) {
        traceFile.get().close();
      }
    } catch (IOException failure) {
      throw new Failure(ExitStatus.DEFECT, "--trace: " + failure.getMessage());
    }
  }
}
