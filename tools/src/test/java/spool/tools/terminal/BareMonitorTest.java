package spool.tools.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import spool.emulator.machine.Machine;

class BareMonitorTest {
  private final Machine machine = new Machine(2, 1 << 20);

  private String answer(String... words) {
    StringWriter answer = new StringWriter();
    BareMonitor.of(machine).answer(List.of(words), new PrintWriter(answer));
    return answer.toString();
  }

  @Test
  void theHartsAreListed() {
    machine.start(machine.harts().getLast(), Machine.RAM_BASE, 0);
    List<String> lines = answer("harts").lines().toList();
    assertEquals(3, lines.size());
    assertTrue(lines.get(1).startsWith("   0 idle   M"), lines.get(1));
    assertTrue(lines.get(2).startsWith("   1 busy   M"), lines.get(2));
    assertTrue(lines.get(2).endsWith("0000000080000000"), lines.get(2));
  }

  @Test
  void registersAreThoseOfAHart() {
    machine.harts().getLast().x[10] = 0xabc;
    assertTrue(answer("registers", "1").contains("a0   0000000000000abc"));
    assertTrue(answer("registers").contains("a0   0000000000000000"));
    assertEquals(
        "monitor: there are harts 0 to 1; usage: registers [HART]\n", answer("registers", "2"));
  }

  @Test
  void memoryIsRamOrWhatAHartSees() {
    machine.bus().memory().store64(Machine.RAM_BASE + 0x1008, 0x6c6f6f7073L);
    assertEquals(
        "000080001008  73 70 6f 6f 6c 00 00 00                          spool...\n",
        answer("memory", "0x80001008", "8"));
    assertEquals(answer("memory", "0x80001008", "8"), answer("memory", "0x80001008", "8", "0"));
    assertTrue(answer("memory", "0x10").startsWith("monitor: there is no RAM"));
    assertTrue(answer("memory").startsWith("monitor: no address given"));
    assertTrue(answer("memory", "x").startsWith("monitor: 'x' is no number"));
  }
}
