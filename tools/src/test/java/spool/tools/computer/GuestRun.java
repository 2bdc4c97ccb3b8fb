package spool.tools.computer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import spool.emulator.machine.Machine;
import spool.kernel.process.Process;
import spool.kernel.trap.HostStreams;

/// What one run of a computer gave: the status with which it was switched off, and what was written
/// to standard output and error.
record GuestRun(int status, String output, String error) {
  /// A run that is not over by then never ends: no program here sleeps so long.
  private static final long MOST_CYCLES = 20 * Machine.CYCLES_PER_SECOND;

  /// The same where cycles are those of the host, which may be busy.
  private static final long MOST_REAL_CYCLES = 300 * Machine.CYCLES_PER_SECOND;

  /// Runs to the end, with nothing to read.
  static GuestRun of(Computer.Builder builder) {
    return of(builder, "");
  }

  /// Runs to the end, with text as standard input; at the end no process but init may be left.
  static GuestRun of(Computer.Builder builder, String input) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream error = new ByteArrayOutputStream();
    HostStreams streams =
        new HostStreams(new ByteArrayInputStream(input.getBytes(UTF_8)), output, error);
    Computer computer = builder.streams(streams).build();
    Machine machine = computer.machine();
    long most = machine.isParallel() ? MOST_REAL_CYCLES : MOST_CYCLES;
    machine.events().schedule(most, machine::requestStop);
    int status = computer.run();
    assertEquals(List.of(Process.INIT), pids(computer), "processes left at the end");
    return new GuestRun(status, output.toString(UTF_8), error.toString(UTF_8));
  }

  private static List<Integer> pids(Computer computer) {
    return computer.kernel().processes().all().stream().map(Process::pid).toList();
  }
}
