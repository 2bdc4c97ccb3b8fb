package spool.tools.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import spool.emulator.machine.Machine;
import spool.emulator.machine.Outcome;
import spool.tools.computer.Computer;

class MachineMonitorTest {
  private final Computer computer =
      Computer.builder().harts(2).program("/bin/sleep", List.of("1000")).build();
  private final Monitor monitor = MachineMonitor.of(computer);

  @Test
  void processesAreListedAsTheyAre() {
    runFor(Machine.CYCLES_PER_SECOND);
    List<String> lines = answer("processes").lines().toList();
    assertEquals("  PID  PPID STATE    HART       CYCLES  NAME", lines.getFirst());
    assertTrue(lines.get(1).matches(" +1 +0 blocked +[01] +[0-9]+  init"), lines.get(1));
    assertTrue(lines.get(2).matches(" +2 +1 blocked +[01] +[0-9]+  sleep"), lines.get(2));
  }

  @Test
  void hartsAreListedWithWhatTheyRun() {
    runFor(Machine.CYCLES_PER_SECOND);
    List<String> lines = answer("harts").lines().toList();
    assertEquals(3, lines.size());
    assertTrue(lines.get(1).matches(" +0 idle +[0-9]+ +[0-9]+  -"), lines.get(1));
  }

  @Test
  void registersFitIntoATerminal() {
    computer.machine().harts().get(1).x[31] = 0xabc;
    String answer = answer("registers", "1");
    assertTrue(answer.contains("t6   0000000000000abc"), answer);
    assertTrue(answer.lines().allMatch(line -> line.length() <= 80), answer);
  }

  @Test
  void memoryIsRamOrThatOfAProcess() {
    computer.machine().bus().store(Machine.RAM_BASE + 16, 4, 0x41424344);
    assertEquals(
        "000080000010  44 43 42 41                                      DCBA\n",
        answer("memory", "0x80000010", "4"));
    runFor(Machine.CYCLES_PER_SECOND);
    assertTrue(answer("memory", "0x10000", "4", "1").endsWith(" .ELF\n"));
  }

  @Test
  void whatMakesNoSenseIsAnsweredWithTheUsage() {
    assertMistake("there are harts 0 to 1", "registers", "2");
    assertMistake("'pc' is no number", "registers", "pc");
    assertMistake("no address given", "memory");
    assertMistake("there is no process 77", "memory", "0x10000", "4", "77");
    assertMistake("no command 'frob'", "frob");
  }

  @Test
  void theSchedulerIsShownAndChanged() {
    assertEquals("rr\n", answer("scheduler"));
    assertEquals("mlfq:levels=3\n", answer("scheduler", "mlfq:levels=3"));
    assertEquals("mlfq:levels=3\n", answer("scheduler"));
    assertMistake("no scheduler 'best'; there are edf, ", "scheduler", "best");
    assertMistake("levels=0: not between 1 and 64", "scheduler", "mlfq:levels=0");
    runFor(Machine.CYCLES_PER_SECOND);
  }

  @Test
  void withoutWaitsThereIsNoDeadlock() {
    assertEquals("no task waits for another\n", answer("deadlock"));
  }

  @Test
  void aDeadlockIsMarkedAndItsLocksCounted() {
    Computer stuck = Computer.builder().program("/examples/deadlock", List.of("stay")).build();
    Monitor inStuck = MachineMonitor.of(stuck);
    assertEquals("", answer(inStuck, "lockstat", "on"));
    assertEquals(new Outcome.IdleForever(), stuck.machine().run());
    List<String> lines = answer(inStuck, "deadlock").lines().toList();
    assertEquals(3, lines.stream().filter(line -> line.startsWith("* task ")).count());
    assertTrue(lines.stream().anyMatch(line -> line.contains("waits for lock locks[1] at 0x")));
    assertEquals("a deadlock: those marked * wait for each other", lines.getLast());
    assertTrue(answer(inStuck, "lockstat").contains("locks[2]"), answer(inStuck, "lockstat"));
    assertTrue(answer(inStuck, "lockstat", "of").startsWith("monitor: neither on nor off"));
  }

  @Test
  void helpNamesEveryCommand() {
    List<String> words = answer("help").lines().map(line -> line.split(" ", 2)[0]).toList();
    assertEquals(
        List.of(
            "continue",
            "deadlock",
            "harts",
            "help",
            "lockstat",
            "memory",
            "processes",
            "quit",
            "registers",
            "scheduler"),
        words);
  }

  private void runFor(long cycles) {
    Machine machine = computer.machine();
    machine.events().schedule(machine.now() + cycles, machine::requestStop);
    assertEquals(new Outcome.Stopped(), machine.run());
  }

  private void assertMistake(String message, String... words) {
    String answer = answer(words);
    assertTrue(answer.startsWith("monitor: " + message), answer);
  }

  private String answer(String... words) {
    return answer(monitor, words);
  }

  private static String answer(Monitor of, String... words) {
    StringWriter answer = new StringWriter();
    of.answer(List.of(words), new PrintWriter(answer));
    return answer.toString();
  }
}
