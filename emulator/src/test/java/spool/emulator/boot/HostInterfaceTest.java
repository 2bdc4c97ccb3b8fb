package spool.emulator.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import spool.emulator.machine.Machine;
import spool.emulator.machine.Outcome;

class HostInterfaceTest {
  private static final long TOHOST = Machine.RAM_BASE + 0x1000;

  private final StringBuilder printed = new StringBuilder();
  private final Machine machine = Machine.builder().ramBytes(1 << 20).build();
  private final HostInterface host =
      HostInterface.at(TOHOST, machine, value -> printed.append((char) value));

  /// Stores `values` one after another while a program goes round for ever.
  private Outcome run(long... values) {
    machine.events().schedule(1_000_000, () -> machine.powerOff(99));
    long at = 10;
    for (long value : values) {
      machine.events().schedule(at, () -> machine.bus().store(TOHOST, 8, value));
      at += 10;
    }
    machine.bus().store(Machine.RAM_BASE, 4, 0x0000_006f);
    machine.start(Machine.RAM_BASE);
    return machine.run();
  }

  @Test
  void oneIsSuccess() {
    assertEquals(new Outcome.PoweredOff(0), run(1));
    assertEquals(OptionalLong.empty(), host.failure());
  }

  @Test
  void anotherOddNumberNamesWhatFailed() {
    assertEquals(new Outcome.PoweredOff(21), run(43));
    assertEquals(OptionalLong.of(21), host.failure());
  }

  @Test
  void aLargeNumberIsStillAFailure() {
    assertEquals(new Outcome.PoweredOff(255), run(0x401));
    assertEquals(OptionalLong.of(0x200), host.failure());
  }

  @Test
  void otherValuesPassAndCharactersArePrinted() {
    Outcome outcome = run(2, 0x0101_0000_0000_0041L, 0x0101_0000_0000_0042L, 1);
    assertEquals(new Outcome.PoweredOff(0), outcome);
    assertEquals("AB", printed.toString());
  }

  @Test
  void aStoreOfTheProgramEndsTheRunAtOnce() {
    int[] program = {
      0x00001097, // auipc ra, 1
      0x00300113, // li sp, 3
      0x0020a023, // sw sp, 0(ra)
      0x00120213, // addi tp, tp, 1
      0xffdff06f, // j .-4
    };
    for (int index = 0; index < program.length; index++) {
      machine.bus().store(Machine.RAM_BASE + 4L * index, 4, program[index]);
    }
    machine.start(Machine.RAM_BASE);
    assertEquals(new Outcome.PoweredOff(1), machine.run());
    assertEquals(0, machine.harts().getFirst().x[4]);
  }
}
