package spool.tools.terminal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import spool.emulator.machine.Inbox;
import spool.emulator.machine.Machine;
import spool.emulator.machine.Outcome;
import spool.emulator.memory.PhysicalMemory;

class RestartingRunTest {
  /// Prints `a` and waits for a letter: `r` resets the machine, any other one switches it off.
  private static final int[] PROGRAM = {
    0x10000437, // lui s0, 0x10000
    0x001004b7, // lui s1, 0x100
    0x06100293, // li t0, 'a'
    0x00540023, // sb t0, 0(s0)
    0x00544283, // wait: lbu t0, 5(s0)
    0x0012f293, // andi t0, t0, 1
    0xfe028ce3, // beqz t0, wait
    0x00044283, // lbu t0, 0(s0)
    0x07200313, // li t1, 'r'
    0x000053b7, // lui t2, 0x5
    0x55538393, // addi t2, t2, 0x555
    0x00629663, // bne t0, t1, off
    0x000073b7, // lui t2, 0x7
    0x77738393, // addi t2, t2, 0x777
    0x0074a023, // off: sw t2, 0(s1)
    0x0000006f, // hang: j hang
  };

  private final StringBuilder shown = new StringBuilder();

  private static void load(Machine machine) {
    PhysicalMemory memory = machine.bus().memory();
    for (int index = 0; index < PROGRAM.length; index++) {
      memory.store32(Machine.RAM_BASE + (long) index * Integer.BYTES, PROGRAM[index]);
    }
    machine.start(Machine.RAM_BASE);
  }

  @Test
  void theNextGuestReadsOn() throws InterruptedException {
    Machine machine =
        Machine.builder().ramBytes(1 << 20).console(value -> shown.append((char) value)).build();
    load(machine);
    MachineRun run = new RestartingRun(machine);
    SerialInput.connect(new ByteArrayInputStream("rrrq".getBytes(US_ASCII)), machine);
    assertEquals(new Outcome.PoweredOff(0), run.run());
    assertEquals("aaaa", shown.toString());
  }

  @ParameterizedTest
  @EnumSource
  void theGuestIsAnsweredAgainAndAgain(Harts harts) throws InterruptedException {
    List<Runnable> answers = new ArrayList<>();
    Machine.Builder builder =
        Machine.builder()
            .ramBytes(1 << 20)
            .console(
                value -> {
                  shown.append((char) value);
                  answers.forEach(Runnable::run);
                });
    Machine machine = (harts == Harts.SIDE_BY_SIDE ? builder.parallel() : builder).build();
    Iterator<Byte> letters = List.of((byte) 'r', (byte) 'r', (byte) 'q').iterator();
    answers.add(
        () ->
            machine
                .inbox()
                .post(() -> machine.board().console().receive(new byte[] {letters.next()})));
    load(machine);
    try (Inbox.Source _ = machine.inbox().open()) {
      assertEquals(new Outcome.PoweredOff(0), new RestartingRun(machine).run());
    }
    assertEquals("aaa", shown.toString());
  }

  enum Harts {
    IN_TURNS,
    SIDE_BY_SIDE
  }
}
