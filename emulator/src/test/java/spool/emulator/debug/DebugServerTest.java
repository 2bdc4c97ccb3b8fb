package spool.emulator.debug;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static spool.emulator.debug.DebuggedMachine.COUNTER;
import static spool.emulator.debug.DebuggedMachine.COUNTS;
import static spool.emulator.debug.DebuggedMachine.LOOP;
import static spool.emulator.debug.DebuggedMachine.S0;
import static spool.emulator.debug.DebuggedMachine.STORE;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import spool.emulator.hart.Hart;
import spool.emulator.machine.Machine;
import spool.emulator.machine.Outcome;

@Timeout(60)
class DebugServerTest {
  private static final Outcome OFF = new Outcome.PoweredOff(0);

  private static String at(long address) {
    return Long.toHexString(address);
  }

  private static List<Long> clocks(Machine machine) {
    return machine.harts().stream().map(Hart::cycles).toList();
  }

  @Test
  void nothingExecutesBeforeADebuggerLetsIt() throws IOException {
    try (DebuggedMachine debugged = new DebuggedMachine(1, false);
        Debugger debugger = debugged.debugger()) {
      assertEquals("T05thread:1;", debugger.ask("?"));
      assertEquals(Machine.RAM_BASE, debugger.register(RiscvRegisters.PC));
      assertEquals(0, debugged.machine.harts().getFirst().cycles());
      assertEquals("W00", debugger.ask("c"));
      assertEquals(OFF, debugged.outcome.join());
    }
  }

  @Test
  void breakpointsAndWatchpointsLeaveNoTrace() throws IOException {
    for (boolean isTranslated : new boolean[] {false, true}) {
      Machine undisturbed = DebuggedMachine.machine(2, isTranslated);
      assertEquals(OFF, undisturbed.run());
      try (DebuggedMachine debugged = new DebuggedMachine(2, isTranslated);
          Debugger debugger = debugged.debugger()) {
        assertEquals("OK", debugger.ask("Z0," + at(LOOP) + ",4"));
        assertEquals("OK", debugger.ask("Z2," + at(COUNTER + 4) + ",1"));
        String report = debugger.ask("c");
        int stops = 0;
        while (report.startsWith("T05")) {
          stops++;
          report = debugger.ask("vCont;c");
        }
        assertEquals("W00", report);
        assertTrue(stops >= 2 * COUNTS, stops + " stops");
        assertEquals(OFF, debugged.outcome.join());
        assertEquals(clocks(undisturbed), clocks(debugged.machine));
      }
    }
  }

  @Test
  void aBreakpointStopsBeforeItsInstruction() throws IOException {
    try (DebuggedMachine debugged = new DebuggedMachine(1, false);
        Debugger debugger = debugged.debugger()) {
      debugger.ask("qSupported:swbreak+;hwbreak+");
      debugger.ask("Z1," + at(STORE) + ",4");
      assertEquals("T05thread:1;hwbreak:;", debugger.ask("c"));
      assertEquals(1, debugger.register(S0));
      assertEquals("0000000000000000", debugger.ask("m" + at(COUNTER) + ",8"));
      assertEquals("T05thread:1;", debugger.ask("s"));
      assertEquals("0100000000000000", debugger.ask("m" + at(COUNTER) + ",8"));
      assertEquals(STORE + 4, debugger.register(RiscvRegisters.PC));
      assertEquals(4, debugged.machine.harts().getFirst().cycles());
      debugger.ask("z1," + at(STORE) + ",4");
      assertEquals("W00", debugger.ask("c"));
    }
  }

  @Test
  void aWatchpointStopsAfterItsAccess() throws IOException {
    try (DebuggedMachine debugged = new DebuggedMachine(1, false);
        Debugger debugger = debugged.debugger()) {
      debugger.ask("Z2," + at(COUNTER) + ",8");
      debugger.ask("Z3," + at(COUNTER) + ",8");
      assertEquals("T05thread:1;watch:" + at(COUNTER) + ";", debugger.ask("c"));
      assertEquals(STORE + 4, debugger.register(RiscvRegisters.PC));
      assertEquals("T05thread:1;rwatch:" + at(COUNTER) + ";", debugger.ask("c"));
      assertEquals(STORE + 8, debugger.register(RiscvRegisters.PC));
    }
  }

  @Test
  void aRangeIsSteppedThroughAtOnce() throws IOException {
    try (DebuggedMachine debugged = new DebuggedMachine(1, false);
        Debugger debugger = debugged.debugger()) {
      String range = at(Machine.RAM_BASE) + "," + at(LOOP + 16);
      assertEquals("T05thread:1;", debugger.ask("vCont;r" + range + ":1"));
      assertEquals(LOOP + 16, debugger.register(RiscvRegisters.PC));
      assertEquals(COUNTS, debugger.register(S0));
    }
  }

  @Test
  void aThreadThatIsHeldStandsStill() throws IOException {
    try (DebuggedMachine debugged = new DebuggedMachine(2, false);
        Debugger debugger = debugged.debugger()) {
      debugger.ask("vCont;s:2");
      debugger.ask("vCont;s:2");
      debugger.ask("Hg2");
      assertEquals(LOOP, debugger.register(RiscvRegisters.PC));
      debugger.ask("Hg1");
      assertEquals(Machine.RAM_BASE, debugger.register(RiscvRegisters.PC));
    }
  }

  @Test
  void registersAndMemoryCanBeWritten() throws IOException {
    try (DebuggedMachine debugged = new DebuggedMachine(1, false);
        Debugger debugger = debugged.debugger()) {
      debugger.ask("Z0," + at(STORE) + ",4");
      debugger.ask("c");
      debugger.ask("z0," + at(STORE) + ",4");
      assertEquals("OK", debugger.ask("P8=0900000000000000"));
      assertEquals("T05thread:1;", debugger.ask("vCont;s:1"));
      assertEquals(9, debugged.machine.bus().load(COUNTER, 8));
      assertEquals("OK", debugger.ask("X" + at(COUNTER) + ",2:$}"));
      assertEquals('$' | '}' << 8, debugged.machine.bus().load(COUNTER, 8));
      assertEquals("OK", debugger.ask("M" + at(LOOP + 12) + ",4:13000000"));
      String all = debugger.ask("g");
      assertEquals("OK", debugger.ask("G" + all));
      assertEquals(all, debugger.ask("g"));
      assertEquals("W00", debugger.ask("c"));
      assertEquals(OFF, debugged.outcome.join());
    }
  }

  @Test
  void controlRegistersAreInTheDescription() throws IOException {
    try (DebuggedMachine debugged = new DebuggedMachine(1, false);
        Debugger debugger = debugged.debugger()) {
      String description = debugger.ask("qXfer:features:read:target.xml:0,8000");
      assertTrue(description.startsWith("l<?xml"), description);
      assertTrue(description.contains("<reg name=\"mscratch\" bitsize=\"64\" regnum=\"897\""));
      assertEquals("OK", debugger.ask("P381=efbeadde00000000"));
      assertEquals("efbeadde00000000", debugger.ask("p381"));
      assertEquals("0300000000000000", debugger.ask("p1041"));
    }
  }

  @Test
  void interruptsABusyMachine() throws IOException {
    try (DebuggedMachine debugged = new DebuggedMachine(1, false);
        Debugger debugger = debugged.debugger()) {
      debugger.ask("P20=" + "%016x".formatted(Long.reverseBytes(LOOP + 32)));
      debugger.tell("c");
      debugger.raw((byte) 3);
      String report = debugger.hear();
      assertTrue(report.equals("T02thread:1;") || report.equals("W00"), report);
    }
  }

  @Test
  void runsOnWhenTheDebuggerLetsGoOrVanishes() throws IOException {
    try (DebuggedMachine debugged = new DebuggedMachine(1, false)) {
      try (Debugger debugger = debugged.debugger()) {
        debugger.ask("Z0," + at(LOOP) + ",4");
        debugger.ask("c");
        assertEquals("OK", debugger.ask("D"));
        assertEquals(OFF, debugged.outcome.join());
      }
    }
    try (DebuggedMachine debugged = new DebuggedMachine(1, false)) {
      try (Debugger debugger = debugged.debugger()) {
        debugger.ask("Z0," + at(LOOP) + ",4");
        debugger.ask("c");
      }
      assertEquals(OFF, debugged.outcome.join());
    }
  }

  @Test
  void endsWhenTheDebuggerKillsIt() throws IOException {
    try (DebuggedMachine debugged = new DebuggedMachine(1, false);
        Debugger debugger = debugged.debugger()) {
      assertEquals("OK", debugger.ask("vKill;1"));
      assertEquals(new Outcome.Stopped(), debugged.outcome.join());
    }
  }

  @Test
  void refusesWhatThereIsNot() throws IOException {
    try (DebuggedMachine debugged = new DebuggedMachine(1, false);
        Debugger debugger = debugged.debugger()) {
      debugger.raw("\u0000#+$m80000000,4#00".getBytes(ISO_8859_1));
      assertEquals("E0e", debugger.ask("m0,4"));
      assertEquals("E0e", debugger.ask("M0,1:00"));
      assertEquals("E01", debugger.ask("m80000000"));
      assertEquals("E01", debugger.ask("p9999999999999999999"));
      assertEquals("E01", debugger.ask("p4000"));
      assertEquals("E01", debugger.ask("Hg7"));
      assertEquals("E01", debugger.ask("Z2,80000000,7fffffff"));
      assertEquals("", debugger.ask("Z9,80000000,4"));
      assertEquals("", debugger.ask("vMustReplyEmpty"));
      assertEquals("", debugger.ask("bx"));
      assertEquals("OK", debugger.ask("QStartNoAckMode"));
      assertEquals("T05thread:1;", debugger.ask("?"));
    }
  }

  @Test
  void answersCommandsOfTheUser() throws IOException {
    try (DebuggedMachine debugged = new DebuggedMachine(2, false);
        Debugger debugger = debugged.debugger()) {
      assertTrue(command(debugger, "help").contains("monitor harts"));
      assertEquals("0 cycles\n", command(debugger, "time"));
      assertEquals("0x80001000\n", command(debugger, "physical 0x80001000"));
      assertEquals(2, command(debugger, "harts").lines().count());
      assertEquals("m1,2", debugger.ask("qfThreadInfo"));
    }
  }

  private static String command(Debugger debugger, String text) {
    byte[] shown = HexFormat.of().parseHex(debugger.ask("qRcmd," + Packets.hidden(text)));
    return new String(shown, ISO_8859_1);
  }
}
