package spool.tools.explore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Supplier;
import spool.emulator.hart.Hart;
import spool.emulator.machine.Machine;
import spool.emulator.machine.Outcome;
import spool.kernel.trap.HostStreams;
import spool.tools.computer.Computer;

/// Runs one program under one seed after the other, to find those under which it goes wrong.
///
/// A mistake in a concurrent program shows under some interleavings and not under others. The seed
/// decides the interleaving: it varies the slices in which harts take turns, and the latency of
/// devices. So a seed that was found is a mistake that can be had again, as often as it takes to
/// understand it.
public final class Explorer {
  /// As much of a run's output as is kept, in bytes.
  private static final int MOST_OUTPUT = 1 << 16;

  private final Supplier<Computer.Builder> computers;
  private final long cycles;

  /// What came of one seed; of a long output only the beginning is kept.
  public record SeedRun(long seed, Ending ending, String output) {}

  /// An explorer of what each builder of `computers` makes, in which nothing may be shared between
  /// runs, each for at most so many cycles of virtual time.
  public Explorer(Supplier<Computer.Builder> computers, long cycles) {
    this.computers = computers;
    this.cycles = cycles;
  }

  /// Runs the program under `seed`, with nothing to read. May be called by several threads.
  public SeedRun run(long seed) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    OutputStream beginning = new Beginning(output, MOST_OUTPUT);
    HostStreams streams = new HostStreams(InputStream.nullInputStream(), beginning, beginning);
    Machine machine = computers.get().seed(seed).streams(streams).build().machine();
    machine.events().schedule(cycles, machine::requestStop);
    return new SeedRun(seed, ending(machine), output.toString(UTF_8));
  }

  private static Ending ending(Machine machine) {
    return switch (machine.run()) {
      case Outcome.PoweredOff(int status) -> new Ending.Exited(status);
      case Outcome.IdleForever idle -> new Ending.Stuck();
      case Outcome.Stopped stopped ->
          waitsForEver(machine) ? new Ending.Stuck() : new Ending.Unfinished();
      case Outcome.Paused paused -> new Ending.Unfinished();
      case Outcome.ResetRequested reset -> new Ending.Unfinished();
    };
  }

  /// Whether only the end of its time stopped a machine in which nothing would have happened.
  private static boolean waitsForEver(Machine machine) {
    return machine.harts().stream().allMatch(Hart::isParked)
        && machine.events().nextTime() == Long.MAX_VALUE;
  }
}
