package spool.emulator.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static spool.emulator.debug.DebuggedMachine.COUNTER;
import static spool.emulator.debug.DebuggedMachine.S0;

import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import spool.emulator.machine.Machine;
import spool.emulator.machine.Outcome;

/// The bare machine under a debugger while two harts execute side by side.
@Timeout(120)
class ParallelDebugTest {
  private static final int ROUNDS = 20;
  private static final long MEET = Machine.RAM_BASE + 0x28;
  private static final long DONE = Machine.RAM_BASE + 0x34;

  /// In each round every hart waits for the other one, so that both are at `meet` at about the same
  /// time.
  private static final int[] ROUND_BY_ROUND = {
    0x00001497, // auipc s1, 1
    0xf14029f3, // csrr s3, mhartid
    0x00399993, // slli s3, s3, 3
    0x009989b3, // add s3, s3, s1
    0x01400293, // li t0, 20
    0x00100313, // li t1, 1
    0x0064b02f, // again: amoadd.d zero, t1, (s1)
    0x00290913, // addi s2, s2, 2
    0x0004b503, // wait: ld a0, 0(s1)
    0xff254ee3, // blt a0, s2, wait
    0x00140413, // meet: addi s0, s0, 1
    0x0089b423, // sd s0, 8(s3)
    0xfe5414e3, // bne s0, t0, again
    0x0000006f, // done: j done
  };

  private static final long WAITED_FOR = COUNTER + 8;

  /// Hart 0 waits for the counter and switches off, hart 1 waits for the word behind it and writes
  /// to the counter. Both count in `s0` meanwhile.
  private static final int[] WAITING = {
    0x00001497, // auipc s1, 1
    0xf14025f3, // csrr a1, mhartid
    0x02059263, // bnez a1, writer
    0x0004b503, // spin: ld a0, 0(s1)
    0x00140413, // addi s0, s0, 1
    0xfe050ce3, // beqz a0, spin
    0x001002b7, // lui t0, 0x100
    0x00005337, // lui t1, 5
    0x55530313, // addi t1, t1, 0x555
    0x0062a023, // sw t1, 0(t0)
    0x0000006f, // j .
    0x00140413, // writer: addi s0, s0, 1
    0x0084b503, // ld a0, 8(s1)
    0xfe050ce3, // beqz a0, writer
    0x00a4b023, // sd a0, 0(s1)
    0x0000006f, // j .
  };

  private static DebuggedMachine debugged(int[] program, boolean isTranslated) throws IOException {
    Machine.Builder builder = Machine.builder().harts(2).ramBytes(1 << 20).parallel();
    Machine machine = isTranslated ? builder.translated().build() : builder.build();
    return new DebuggedMachine(DebuggedMachine.loaded(machine, program));
  }

  private static void set(Debugger debugger, String point, long address, int length) {
    assertEquals("OK", debugger.ask("%s,%x,%x".formatted(point, address, length)));
  }

  private static int thread(String report) {
    assertTrue(report.startsWith("T05thread:"), report);
    return Integer.parseInt(report.substring("T05thread:".length(), report.indexOf(';')), 16);
  }

  private static long select(Debugger debugger, int thread, int register) {
    assertEquals("OK", debugger.ask("Hg" + thread));
    return debugger.register(register);
  }

  /// Lets those go on that are not in `done`.
  private static String goOn(Debugger debugger, Set<Integer> done) {
    return debugger.ask(done.isEmpty() ? "vCont;c" : "vCont;c:" + (done.contains(1) ? 2 : 1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyHartMeetsEveryBreakpoint(boolean isTranslated) throws IOException {
    try (DebuggedMachine debugged = debugged(ROUND_BY_ROUND, isTranslated);
        Debugger debugger = debugged.debugger()) {
      set(debugger, "Z0", MEET, 4);
      set(debugger, "Z1", DONE, 4);
      Map<Integer, Long> met = new TreeMap<>(Map.of(1, 0L, 2, 0L));
      Set<Integer> done = new HashSet<>();
      while (done.size() < 2) {
        int thread = thread(goOn(debugger, done));
        if (debugger.register(RiscvRegisters.PC) == DONE) {
          done.add(thread);
        } else {
          assertEquals(MEET, debugger.register(RiscvRegisters.PC));
          assertEquals(met.merge(thread, 1L, Long::sum) - 1, debugger.register(S0));
          stepOver(debugger, thread);
        }
      }
      assertEquals(Map.of(1, (long) ROUNDS, 2, (long) ROUNDS), met);
    }
  }

  /// Steps `thread` alone over the breakpoint, as gdb does it.
  private static void stepOver(Debugger debugger, int thread) {
    int other = 3 - thread;
    long before = select(debugger, other, RiscvRegisters.PC);
    assertEquals("OK", debugger.ask("z0,%x,4".formatted(MEET)));
    assertEquals("T05thread:%d;".formatted(thread), debugger.ask("vCont;s:" + thread));
    assertEquals(MEET + 4, debugger.register(RiscvRegisters.PC));
    assertEquals(before, select(debugger, other, RiscvRegisters.PC));
    set(debugger, "Z0", MEET, 4);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyStoreMeetsAWatchpoint(boolean isTranslated) throws IOException {
    try (DebuggedMachine debugged = debugged(ROUND_BY_ROUND, isTranslated);
        Debugger debugger = debugged.debugger()) {
      set(debugger, "Z2", COUNTER + 8, 16);
      set(debugger, "Z0", DONE, 4);
      Map<Integer, Integer> met = new TreeMap<>();
      Set<Integer> done = new HashSet<>();
      while (done.size() < 2) {
        String report = goOn(debugger, done);
        int thread = thread(report);
        if (debugger.register(RiscvRegisters.PC) == DONE) {
          done.add(thread);
        } else {
          assertEquals("T05thread:%d;watch:%x;".formatted(thread, COUNTER + 8), report);
          assertEquals(MEET + 8, debugger.register(RiscvRegisters.PC));
          met.merge(thread, 1, Integer::sum);
        }
      }
      assertEquals(Map.of(1, ROUNDS, 2, ROUNDS), met);
    }
  }

  private static void interrupt(Debugger debugger) {
    debugger.tell("vCont;c");
    debugger.raw((byte) 3);
    assertTrue(debugger.hear().startsWith("T02thread:"));
  }

  private static void write(Debugger debugger, long address, int value) {
    String bytes = "%02x00000000000000".formatted(value);
    assertEquals("OK", debugger.ask("M%x,8:%s".formatted(address, bytes)));
  }

  @Test
  void ctrlCStopsBothAndAWatchpointTheOneThatStores() throws IOException {
    try (DebuggedMachine debugged = debugged(WAITING, false);
        Debugger debugger = debugged.debugger()) {
      interrupt(debugger);
      long waits = select(debugger, 1, S0);
      assertEquals("T05thread:2;", debugger.ask("vCont;s:2"));
      assertEquals(waits, select(debugger, 1, S0));
      interrupt(debugger);
      write(debugger, WAITED_FOR, 7);
      set(debugger, "Z2", COUNTER, 8);
      assertEquals("T05thread:2;watch:%x;".formatted(COUNTER), debugger.ask("vCont;c"));
      assertEquals("0700000000000000", debugger.ask("m%x,8".formatted(COUNTER)));
      assertEquals("W00", debugger.ask("vCont;c"));
      assertEquals(new Outcome.PoweredOff(0), debugged.outcome.join());
    }
  }

  @Test
  void detachedHartsGoOnAndAnotherDebuggerFindsThem() throws IOException {
    try (DebuggedMachine debugged = debugged(WAITING, false)) {
      try (Debugger debugger = debugged.debugger()) {
        interrupt(debugger);
        set(debugger, "Z0", Machine.RAM_BASE + 0xc, 4);
        assertEquals("T05thread:1;", debugger.ask("vCont;c"));
        assertEquals("OK", debugger.ask("D"));
      }
      try (Debugger debugger = debugged.debugger()) {
        assertTrue(debugger.ask("?").startsWith("T05thread:"));
        write(debugger, WAITED_FOR, 1);
        assertEquals("OK", debugger.ask("D"));
      }
      assertEquals(new Outcome.PoweredOff(0), debugged.outcome.join());
    }
  }

  @Test
  void aHartThatIsHeldLetsTheOtherWaitInVain() throws IOException {
    try (DebuggedMachine debugged = debugged(WAITING, false);
        Debugger debugger = debugged.debugger()) {
      interrupt(debugger);
      write(debugger, WAITED_FOR, 1);
      debugger.tell("vCont;c:1");
      debugger.raw((byte) 3);
      assertTrue(debugger.hear().startsWith("T02thread:"));
      assertEquals("0000000000000000", debugger.ask("m%x,8".formatted(COUNTER)));
      debugger.tell("k");
      assertEquals(new Outcome.Stopped(), debugged.outcome.join());
    }
  }

  @Test
  void thereIsNoGoingBack() throws IOException {
    try (DebuggedMachine debugged = debugged(WAITING, false);
        Debugger debugger = debugged.debugger()) {
      assertFalse(debugger.ask("qSupported").contains("Reverse"));
      assertEquals("", debugger.ask("bs"));
      assertEquals("", debugger.ask("bc"));
    }
  }
}
