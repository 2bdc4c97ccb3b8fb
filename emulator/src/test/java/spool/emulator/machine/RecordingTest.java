package spool.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static spool.emulator.isa.Assembler.i;
import static spool.emulator.isa.Assembler.s;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import spool.emulator.hart.Hart;

@Timeout(60)
class RecordingTest {
  private static final Recording.Pace PACE = new Recording.Pace(700, 0);
  private static final long TABLE = Machine.RAM_BASE + 0x4000;
  private static final int JUMP_TO_ITSELF = 0x6f;
  private static final int JUMP_BACK_8 = 0xff9ff06f;
  private static final int MSTATUS = 0x300;
  private static final int MTVEC = 0x305;

  private final StringBuilder screen = new StringBuilder();

  private Machine machine(int... program) {
    Machine machine =
        Machine.builder().ramBytes(1 << 20).console(value -> screen.append((char) value)).build();
    for (int at = 0; at < program.length; at++) {
      machine.bus().memory().store32(Machine.RAM_BASE + 4L * at, program[at]);
    }
    machine.start(Machine.RAM_BASE);
    return machine;
  }

  private static Outcome act(Recording recording, Hart hart, long cycles) {
    hart.pauseAt(hart.cycles() + cycles);
    Outcome outcome = recording.run();
    hart.pauseAt(Long.MAX_VALUE);
    return outcome;
  }

  private static void type(Machine machine, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    machine.inbox().post(() -> machine.board().console().receive(bytes));
  }

  /// Records an echo on `machine` from `text` being typed to `count` characters being shown.
  private Recording echo(Machine machine, String text, int count) {
    Recording recording = machine.record(PACE);
    type(machine, text);
    while (screen.length() < count) {
      act(recording, machine.harts().getFirst(), 5);
    }
    return recording;
  }

  @Test
  void whatWasHeardIsNotHeardAgain() {
    Recording recording = echo(machine(BareMetal.ECHO), "abcdef.", 3);
    assertEquals("abc", screen.toString());
    recording.goTo(recording.beginning());
    assertTrue(recording.isPast());
    assertEquals(new Outcome.PoweredOff(0), recording.run());
    assertEquals("abcdef.", screen.toString());
  }

  @Test
  void whatIsTypedInThePastComesInThePresent() {
    Machine machine = machine(BareMetal.ECHO);
    Recording recording = echo(machine, "abc", 2);
    recording.goTo(recording.beginning());
    type(machine, "xyz.");
    assertEquals(new Outcome.PoweredOff(0), recording.run());
    assertEquals("abcxyz.", screen.toString());
  }

  @Test
  void whatWasTypedInALostFutureIsTypedAnew() {
    Machine machine = machine(BareMetal.ECHO);
    Recording recording = echo(machine, "abc", 2);
    String seen = screen.toString();
    type(machine, "d.");
    recording.goTo(recording.beginning());
    recording.change(() -> machine.harts().getFirst().x[31] = 1);
    assertFalse(recording.isPast());
    assertEquals(new Outcome.PoweredOff(0), recording.run());
    assertEquals(seen + "abcd.", screen.toString());
  }

  /// The guest changes a page table and forgets `sfence.vma`; a checkpoint lets that be noticed, at
  /// the same time whenever the run is repeated.
  @Test
  void aCheckpointCountsAsAnInput() {
    Machine machine =
        machine(
            i("ld", 10, 9, 0),
            s("sd", 0, 18, 0),
            i("ld", 10, 9, 0),
            i("addi", 8, 8, 1),
            JUMP_BACK_8,
            JUMP_TO_ITSELF);
    Hart hart = machine.harts().getFirst();
    machine.bus().memory().store64(TABLE, Machine.RAM_BASE >>> 12 << 10 | 0xcf);
    hart.permitAllMemory();
    hart.satp(8L << 60 | TABLE >>> 12);
    hart.x[9] = 0x1000;
    hart.x[18] = TABLE - Machine.RAM_BASE;
    hart.writeCsr(MTVEC, Machine.RAM_BASE + 20);
    hart.writeCsr(MSTATUS, 1 << 17 | 1 << 11);
    Recording recording = machine.record(PACE);
    act(recording, hart, 5000);
    Moment late = recording.now();
    long loads = hart.x[8];
    assertTrue(loads > 100 && loads < 1000, () -> loads + " loads");
    recording.goTo(recording.beginning());
    recording.goTo(late);
    assertEquals(loads, hart.x[8]);
  }
}
