package spool.tools.computer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;
import spool.emulator.machine.Machine;
import spool.emulator.machine.Outcome;
import spool.kernel.trap.HostStreams;
import spool.kernel.trap.ImageEntry;

/// A run of something that may do anything, for a limited time: its status, if it has ended by
/// then, and what it wrote. Only a defect of Spool's own throws.
record HostileRun(OptionalInt status, String output, String error) {
  /// Where the file under test is.
  static final String PATH = "/host/hostile";

  private static final int FOLDER = 0040755;
  private static final int PROGRAM = 0100755;
  private static final long MOST_CYCLES = Machine.CYCLES_PER_SECOND / 10;

  /// Executes `file` as a program.
  static HostileRun ofProgram(byte[] file) {
    return of(builder(file).program(PATH, List.of()), "");
  }

  /// Executes `script` where `file` is at [#PATH].
  static HostileRun ofScript(byte[] file, String script) {
    return of(builder(file).script(), script);
  }

  private static Computer.Builder builder(byte[] file) {
    return Computer.builder()
        .files(
            List.of(
                new ImageEntry("/host", FOLDER, ByteBuffer.allocate(0)),
                new ImageEntry(PATH, PROGRAM, ByteBuffer.wrap(file))));
  }

  private static HostileRun of(Computer.Builder builder, String input) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream error = new ByteArrayOutputStream();
    HostStreams streams =
        new HostStreams(new ByteArrayInputStream(input.getBytes(UTF_8)), output, error);
    Machine machine = builder.ramBytes(32 << 20).streams(streams).build().machine();
    machine.events().schedule(MOST_CYCLES, machine::requestStop);
    OptionalInt status =
        machine.run() instanceof Outcome.PoweredOff(int ended)
            ? OptionalInt.of(ended)
            : OptionalInt.empty();
    return new HostileRun(status, output.toString(UTF_8), error.toString(UTF_8));
  }
}
