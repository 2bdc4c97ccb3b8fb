package spool.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import spool.emulator.memory.PhysicalMemory;
import spool.emulator.state.MachineState;

/// A machine that is saved under one engine goes on under any.
class SavedAcrossEnginesTest {
  private static final long STRETCH = 1_000;
  private static final long MOST_MACHINES = 1_000;

  /// Each letter is an engine: the machine goes from one to the next over and over.
  @ParameterizedTest
  @ValueSource(strings = {"P", "PD", "DP", "DDPP"})
  void twoHartsCountToTheSame(String engines) {
    Machine machine = machine(engines.charAt(0));
    BareMetal.place(BareMetal.COUNT, machine);
    machine.start(Machine.RAM_BASE);
    long time = 0;
    int made = 0;
    while (machine.run(time + STRETCH) instanceof Outcome.Stopped) {
      assertTrue(machine.now() >= time);
      time = machine.now();
      MachineState state = machine.save();
      made++;
      assertTrue(made < MOST_MACHINES);
      machine = machine(engines.charAt(made % engines.length()));
      machine.restore(state);
      assertEquals(time, machine.now());
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
