package spool.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import spool.emulator.hart.Hart;
import spool.emulator.hart.Supervisor;
import spool.emulator.isa.Cause;

@Timeout(60)
class MachineTest {
  private final StringBuilder screen = new StringBuilder();
  private final List<String> trace = new ArrayList<>();

  private Machine machine(int harts, long seed, int[] program) {
    Machine machine =
        Machine.builder()
            .harts(harts)
            .ramBytes(32 << 20)
            .seed(seed)
            .console(value -> screen.append((char) value))
            .sliceListener((cycle, hart, pc) -> trace.add(cycle + " " + hart + " " + pc))
            .build();
    BareMetal.place(program, machine);
    machine.start(Machine.RAM_BASE);
    return machine;
  }

  private static void runToTheEnd(Machine machine) {
    assertEquals(new Outcome.PoweredOff(0), machine.run());
  }

  @Test
  void aProgramWritesToTheConsoleAndSwitchesOff() {
    runToTheEnd(machine(1, 0, BareMetal.HELLO));
    assertEquals("Hi!", screen.toString());
  }

  @Test
  void atomicsLoseNothingWhateverTheInterleaving() {
    for (long seed = 0; seed < 5; seed++) {
      Machine machine = machine(2, seed, BareMetal.COUNT);
      runToTheEnd(machine);
      assertEquals(2 * BareMetal.COUNTS, machine.bus().load(BareMetal.COUNTERS, 8));
      assertEquals(2 * BareMetal.COUNTS, machine.bus().load(BareMetal.COUNTERS + 8, 8));
    }
  }

  @Test
  void withoutAtomicsSomeSeedLosesCounts() {
    List<Long> counts = LongStream.range(0, 10).map(this::countWithoutAtomics).boxed().toList();
    assertTrue(counts.stream().anyMatch(count -> count < 2 * BareMetal.COUNTS), counts::toString);
    assertTrue(counts.stream().distinct().count() > 1, counts::toString);
  }

  private long countWithoutAtomics(long seed) {
    Machine machine = machine(2, seed, BareMetal.COUNT);
    runToTheEnd(machine);
    return machine.bus().load(BareMetal.COUNTERS + 16, 8);
  }

  @Test
  void oneSeedIsOneRun() {
    assertEquals(traceOf(7), traceOf(7));
    assertNotEquals(traceOf(7), traceOf(8));
  }

  private List<String> traceOf(long seed) {
    trace.clear();
    runToTheEnd(machine(2, seed, BareMetal.COUNT));
    return List.copyOf(trace);
  }

  @Test
  void theTimerInterruptsInItsVeryCycle() {
    for (int[] program : List.of(BareMetal.TIMER_ASLEEP, BareMetal.TIMER_AWAKE)) {
      Machine machine = machine(1, 0, program);
      runToTheEnd(machine);
      Hart hart = machine.harts().getFirst();
      assertEquals(5001, hart.x[10], "one cycle for the trap");
      assertEquals(Cause.INTERRUPT | Cause.MACHINE_TIMER, hart.x[11]);
      assertEquals(50, hart.x[12]);
    }
  }

  @Test
  void whatAStoreToADeviceCausesComesBeforeTheNextInstruction() {
    Machine machine = machine(1, 0, BareMetal.INTERRUPT_ITSELF);
    runToTheEnd(machine);
    Hart hart = machine.harts().getFirst();
    assertEquals(0, hart.x[10]);
    assertEquals(Machine.RAM_BASE + 4 * 8, hart.x[11]);
    assertEquals(8 + 1 + 1, hart.x[12], "eight instructions, a trap, an instruction");
    assertEquals(Machine.RAM_BASE + 4 * 16, hart.pc());
    assertEquals(15, hart.cycles());
  }

  @Test
  void aHartWakesAnother() {
    Machine machine = machine(2, 0, BareMetal.WAKE_OTHER);
    assertEquals(new Outcome.PoweredOff(7), machine.run());
    assertEquals(2006, machine.harts().get(1).x[12]);
  }

  @Test
  void inputAtAGivenTimeIsReceivedByInterrupt() {
    Machine machine = machine(1, 0, BareMetal.ECHO);
    type(machine, 1_000, "to");
    type(machine, 5_000_000, "p.");
    runToTheEnd(machine);
    assertEquals("top.", screen.toString());
    assertTrue(machine.now() > 5_000_000);
  }

  private static void type(Machine machine, long time, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    machine.events().schedule(time, () -> machine.board().console().receive(bytes));
  }

  @Test
  void inputFromAnotherThreadIsReceivedToo() throws InterruptedException {
    Machine machine = machine(1, 0, BareMetal.ECHO);
    byte[] bytes = "stop.".getBytes(StandardCharsets.US_ASCII);
    Inbox.Source source = machine.inbox().open();
    var terminal =
        new Thread(
            () -> {
              machine.inbox().post(() -> machine.board().console().receive(bytes));
              source.close();
            });
    terminal.start();
    runToTheEnd(machine);
    terminal.join();
    assertEquals("stop.", screen.toString());
  }

  @Test
  void withoutInputAnIdleProgramEnds() {
    assertEquals(new Outcome.IdleForever(), machine(1, 0, BareMetal.ECHO).run());
  }

  @Test
  void aSupervisorTakesCallsAndCanSwitchOff() {
    Machine machine = machine(1, 0, BareMetal.CALL);
    machine.attach(new CountingSupervisor(machine));
    assertEquals(new Outcome.PoweredOff(3), machine.run());
  }

  /// Switches off at the third call.
  private static final class CountingSupervisor implements Supervisor {
    private final Machine machine;
    private int calls;

    CountingSupervisor(Machine machine) {
      this.machine = machine;
    }

    @Override
    public void exception(Hart hart, int cause, long value) {
      assertEquals(Cause.ECALL_FROM_U, cause);
      hart.pc(hart.pc() + 4);
      calls++;
      if (calls == 3) {
        machine.powerOff(calls);
      }
    }

    @Override
    public void interrupt(Hart hart, int cause) {
      throw new AssertionError("interrupt " + cause);
    }
  }

  @Test
  void aRequestedStopCanBeContinued() {
    Machine machine = machine(1, 0, BareMetal.TIMER_AWAKE);
    machine.events().schedule(1234, machine::requestStop);
    assertEquals(new Outcome.Stopped(), machine.run());
    assertEquals(1234, machine.now());
    runToTheEnd(machine);
  }

  @Test
  void unsuitableMachinesAreRefused() {
    var builder = Machine.builder();
    assertThrows(IllegalArgumentException.class, () -> builder.harts(0));
    assertThrows(IllegalArgumentException.class, () -> builder.harts(65));
    assertThrows(IllegalArgumentException.class, () -> builder.ramBytes(0));
    assertThrows(IllegalArgumentException.class, () -> builder.ramBytes(4097));
    assertThrows(IllegalArgumentException.class, () -> builder.ramBytes(1L << 31));
    assertEquals(64, builder.harts(64).build().harts().size());
  }
}
