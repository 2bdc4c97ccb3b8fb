package spool.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import spool.emulator.memory.PhysicalMemory;
import spool.emulator.state.MachineState;

/// A machine that is saved under one engine goes on under any.
class SavedAcrossEnginesTest {
  /// How many ticks longer each machine runs than the one before it, so that no host is too slow.
  private static final long LONGER = 200;

  private static final long GATE = BareMetal.COUNTERS + 32;

  /// Waits at the gate before it counts, so that no host is too fast to save it once.
  private static final int[] WAIT = {
    0x00081437, // lui s0, 0x81
    0x00c41413, // slli s0, s0, 12
    0x02043283, // closed: ld t0, 32(s0)
    0xfe028ee3, // beqz t0, closed
  };

  /// Each letter is an engine: the machine goes from one to the next over and over.
  @ParameterizedTest
  @ValueSource(strings = {"P", "PD", "DP", "DDPP"})
  void twoHartsCountToTheSame(String engines) {
    Machine machine = machine(engines.charAt(0));
    BareMetal.place(
        IntStream.concat(Arrays.stream(WAIT), Arrays.stream(BareMetal.COUNT)).toArray(), machine);
    machine.start(Machine.RAM_BASE);
    long time = 0;
    int made = 0;
    while (machine.run(time + (made + 1) * LONGER) instanceof Outcome.Stopped) {
      assertTrue(machine.now() >= time);
      time = machine.now();
      MachineState state = machine.save();
      made++;
      machine = machine(engines.charAt(made % engines.length()));
      machine.restore(state);
      assertEquals(time, machine.now());
      machine.bus().memory().store64(GATE, 1);
    }
    PhysicalMemory memory = machine.bus().memory();
    assertEquals(2 * BareMetal.COUNTS, memory.load64(BareMetal.COUNTERS));
    assertEquals(2 * BareMetal.COUNTS, memory.load64(BareMetal.COUNTERS + Long.BYTES));
    assertTrue(made > 0);
  }

  private static Machine machine(char engine) {
    Machine.Builder builder = Machine.builder().harts(2).ramBytes(32 << 20);
    return (engine == 'P' ? builder.parallel() : builder).build();
  }
}
