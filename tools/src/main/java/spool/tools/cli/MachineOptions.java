package spool.tools.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import spool.kernel.lock.OnDeadlock;
import spool.kernel.trace.TraceWriter;
import spool.tools.computer.Computer;

/// The options that every command has which starts a machine.
final class MachineOptions {
  private final HardwareOptions hardware = new HardwareOptions();

  private final Setting<Optional<String>> trace =
      Setting.optional(
          String.class,
          OptionSpec.builder("--trace")
              .paramLabel("FILE")
              .description(
                  "Write every switch, system call, signal and exit to FILE, '-' for stderr."));

  private final Setting<OnDeadlock> onDeadlock =
      Setting.of(
          OnDeadlock.class,
          OptionSpec.builder("--on-deadlock")
              .paramLabel("report|kill|stop")
              .defaultValue("report")
              .description(
                  "When tasks wait for each other in a circle, which is always reported: leave it at that,"
                      + " send SIGKILL to their processes, or end the run with status 75"
                      + " (default: ${DEFAULT-VALUE})."));

  private final SchedulerOptions scheduling = new SchedulerOptions();

  private final DiskOptions disks = new DiskOptions();

  private final PeripheralOptions peripherals = new PeripheralOptions();

  /// What [#builder] writes the trace to.
  private Optional<BufferedWriter> traceFile = Optional.empty();

  /// Adds the options to `command`.
  void addTo(CommandSpec command) {
    hardware.addTo(command);
    scheduling.addTo(command);
    disks.addTo(command);
    peripherals.addTo(command);
    Setting.addAll(command, trace, onDeadlock);
  }

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
      builder.scheduler(scheduling.choice()).onDeadlock(onDeadlock.get());
      if (trace.get().isPresent()) {
        hardware.requireDeterministic("--trace");
        BufferedWriter writer = openTrace(trace.get().get());
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
