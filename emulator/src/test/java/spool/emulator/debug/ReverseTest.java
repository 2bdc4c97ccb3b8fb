package spool.emulator.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static spool.emulator.debug.DebuggedMachine.COUNTER;
import static spool.emulator.debug.DebuggedMachine.COUNTS;
import static spool.emulator.debug.DebuggedMachine.LOOP;
import static spool.emulator.debug.DebuggedMachine.S0;
import static spool.emulator.debug.DebuggedMachine.STORE;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import spool.emulator.hart.Hart;
import spool.emulator.machine.Machine;
import spool.emulator.machine.Outcome;

@Timeout(60)
class ReverseTest {
  private static final Outcome OFF = new Outcome.PoweredOff(0);
  private static final String BEGINNING = "T05thread:1;replaylog:begin;";

  private static String at(long address) {
    return Long.toHexString(address);
  }

  private static List<Long> clocks(Machine machine) {
    return machine.harts().stream().map(Hart::cycles).toList();
  }

  private static String picture(Debugger debugger) {
    return debugger.ask("g") + debugger.ask("m" + at(COUNTER) + ",8");
  }

  @Test
  void stepsBackAsFarAsTheBeginning() throws IOException {
    for (boolean isTranslated : new boolean[] {false, true}) {
      try (DebuggedMachine debugged = new DebuggedMachine(1, isTranslated);
          Debugger debugger = debugged.debugger()) {
        assertTrue(debugger.ask("qSupported:").contains(";ReverseStep+;ReverseContinue+"));
        List<String> pictures = new ArrayList<>(List.of(picture(debugger)));
        for (int step = 0; step < 30; step++) {
          assertEquals("T05thread:1;", debugger.ask("s"));
          pictures.add(picture(debugger));
        }
        for (int step = 29; step >= 0; step--) {
          assertEquals("T05thread:1;", debugger.ask("bs"));
          assertEquals(pictures.get(step), picture(debugger));
        }
        assertEquals(BEGINNING, debugger.ask("bs"));
        assertEquals(pictures.getFirst(), picture(debugger));
        assertEquals("W00", debugger.ask("c"));
        assertEquals(OFF, debugged.outcome.join());
      }
    }
  }

  @Test
  void continuesBackToTheLastBreakpoint() throws IOException {
    try (DebuggedMachine debugged = new DebuggedMachine(1, false);
        Debugger debugger = debugged.debugger()) {
      debugger.ask("qSupported:swbreak+;hwbreak+");
      debugger.ask("Z1," + at(STORE) + ",4");
      for (int count = 1; count <= COUNTS; count++) {
        assertEquals("T05thread:1;hwbreak:;", debugger.ask("c"));
        assertEquals(count, debugger.register(S0));
      }
      for (int count = COUNTS - 1; count >= 1; count--) {
        assertEquals("T05thread:1;hwbreak:;", debugger.ask("bc"));
        assertEquals(count, debugger.register(S0));
        assertEquals(STORE, debugger.register(RiscvRegisters.PC));
      }
      assertEquals("T05thread:1;hwbreak:;", debugger.ask("c"));
      assertEquals(2, debugger.register(S0));
      assertEquals("T05thread:1;hwbreak:;", debugger.ask("bc"));
      assertEquals(BEGINNING, debugger.ask("bc"));
      assertEquals(0, debugged.machine.harts().getFirst().cycles());
    }
  }

  @Test
  void continuesBackToBeforeAnAccess() throws IOException {
    try (DebuggedMachine debugged = new DebuggedMachine(1, false);
        Debugger debugger = debugged.debugger()) {
      debugger.ask("Z0," + at(LOOP + 16) + ",4");
      assertEquals("T05thread:1;", debugger.ask("c"));
      debugger.ask("z0," + at(LOOP + 16) + ",4");
      debugger.ask("Z2," + at(COUNTER) + ",8");
      for (int count = COUNTS; count >= 1; count--) {
        assertEquals("T05thread:1;watch:" + at(COUNTER) + ";", debugger.ask("bc"));
        assertEquals(STORE, debugger.register(RiscvRegisters.PC));
        assertEquals(count, debugger.register(S0));
        assertEquals(count - 1, debugged.machine.bus().load(COUNTER, 8));
      }
      assertEquals(BEGINNING, debugger.ask("bc"));
      assertEquals("T05thread:1;watch:" + at(COUNTER) + ";", debugger.ask("c"));
      assertEquals(STORE + 4, debugger.register(RiscvRegisters.PC));
    }
  }

  @Test
  void whoeverGoesBackAndForthLeavesNoTrace() throws IOException {
    Machine undisturbed = DebuggedMachine.machine(3, false);
    assertEquals(OFF, undisturbed.run());
    try (DebuggedMachine debugged = new DebuggedMachine(3, false);
        Debugger debugger = debugged.debugger()) {
      debugger.ask("Z0," + at(STORE) + ",4");
      for (int round = 0; round < COUNTS; round++) {
        debugger.ask("vCont;c");
        debugger.ask("vCont;c");
        debugger.ask("bc");
        debugger.ask("Hc2");
        debugger.ask("bs");
      }
      debugger.ask("z0," + at(STORE) + ",4");
      assertEquals("W00", debugger.ask("vCont;c"));
      assertEquals(OFF, debugged.outcome.join());
      assertEquals(clocks(undisturbed), clocks(debugged.machine));
    }
  }

  @Test
  void whatIsWrittenInThePastMakesAnotherFuture() throws IOException {
    try (DebuggedMachine debugged = new DebuggedMachine(1, false);
        Debugger debugger = debugged.debugger()) {
      debugger.ask("Z0," + at(LOOP + 16) + ",4");
      assertEquals("T05thread:1;", debugger.ask("c"));
      long cycles = debugged.machine.harts().getFirst().cycles();
      debugger.ask("Z0," + at(STORE) + ",4");
      debugger.ask("bc");
      debugger.ask("bc");
      assertEquals(COUNTS - 1, debugger.register(S0));
      assertEquals("OK", debugger.ask("P8=0100000000000000"));
      debugger.ask("z0," + at(STORE) + ",4");
      assertEquals("T05thread:1;", debugger.ask("c"));
      assertTrue(debugged.machine.harts().getFirst().cycles() > cycles);
      debugger.ask("Z0," + at(STORE) + ",4");
      for (int count = COUNTS; count >= 1; count--) {
        debugger.ask("bc");
        assertEquals(count, debugger.register(S0));
      }
      debugger.ask("bc");
      assertEquals(COUNTS - 2, debugger.register(S0));
    }
  }

  @Test
  void anotherDebuggerFindsWhatTheFirstOneLeft() throws IOException {
    try (DebuggedMachine debugged = new DebuggedMachine(1, false)) {
      try (Debugger debugger = debugged.debugger()) {
        debugger.ask("P20=" + "%016x".formatted(Long.reverseBytes(LOOP + 32)));
        debugger.ask("s");
        debugger.ask("bs");
        assertEquals("OK", debugger.ask("D"));
      }
      try (Debugger debugger = debugged.debugger()) {
        assertEquals("T05thread:1;", debugger.ask("?"));
        long cycles = debugged.machine.harts().getFirst().cycles();
        debugger.ask("s");
        assertEquals("T05thread:1;", debugger.ask("bs"));
        assertEquals(cycles, debugged.machine.harts().getFirst().cycles());
      }
    }
  }
}
