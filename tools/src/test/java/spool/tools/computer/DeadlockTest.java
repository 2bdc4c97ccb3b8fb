package spool.tools.computer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import spool.emulator.device.ByteSink;
import spool.kernel.lock.OnDeadlock;
import spool.kernel.trap.HostStreams;

/// What the kernel says on the console of deadlocks, contention and crashes of in-box programs.
class DeadlockTest {
  /// A console that keeps what is written to it.
  private static final class Log implements ByteSink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void write(byte value) {
      bytes.write(value);
    }

    @Override
    public void flush() {}

    List<String> lines() {
      return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
  }

  private final Log log = new Log();
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream error = new ByteArrayOutputStream();

  private Computer.Builder builder(String input) {
    byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
    return Computer.builder()
        .streams(new HostStreams(new ByteArrayInputStream(bytes), output, error))
        .console(log);
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 5", "4, 7", "8, 9"})
  void aDeadlockIsLoggedOnceAndNotToTheProgramsOutput(int harts, long seed) {
    Computer computer =
        builder("").harts(harts).seed(seed).program("/examples/deadlock", List.of()).build();
    assertEquals(0, computer.run());
    List<String> lines = log.lines();
    assertEquals(4, lines.size(), lines.toString());
    assertEquals(
        "spool: deadlock: 3 tasks wait for each other, beside 1 other task of the program",
        lines.getFirst());
    for (String line : lines.subList(1, 4)) {
      assertTrue(
          line.matches(
              "spool:   task [345] \\(deadlock\\) waits for lock locks\\[[012]] at 0x[0-9a-f]+"
                  + " of task [345] \\(deadlock\\), in take_both < .*main"),
          line);
    }
    assertEquals("", error.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aProgramInWhichEverybodyWaitsEndsTheRun() {
    Computer computer = builder("").program("/examples/deadlock", List.of("stay")).build();
    assertThrows(IllegalStateException.class, computer::run);
    assertTrue(log.lines().getFirst().startsWith("spool: deadlock: 3 tasks"));
  }

  @Test
  void thoseInADeadlockCanBeKilled() {
    Computer computer =
        builder("")
            .onDeadlock(OnDeadlock.KILL)
            .program("/test/lock_circle", List.of("stay"))
            .build();
    assertEquals(0, computer.run());
    assertEquals("spool: deadlock: killed 3 4 5", log.lines().get(4));
    assertEquals(5, log.lines().size(), log.lines().toString());
  }

  @Test
  void aDeadlockCanEndTheRun() {
    Computer computer =
        builder("")
            .onDeadlock(OnDeadlock.STOP)
            .program("/test/lock_circle", List.of("stay"))
            .build();
    assertEquals(OnDeadlock.STATUS, computer.run());
    assertEquals("spool: deadlock: the machine is switched off", log.lines().getLast());
  }

  @Test
  void theProgramLockstatCountsForAnother() {
    String script = "lockstat examples/dining_philosophers; lockstat nosuch; lockstat | wc -l\n";
    Computer computer = builder(script).harts(4).script().build();
    assertEquals(0, computer.run());
    String table = error.toString(StandardCharsets.UTF_8);
    assertTrue(table.contains("\nforks["), table);
    assertTrue(output.toString(StandardCharsets.UTF_8).endsWith("\n1\n"), "nothing of the other");
  }

  @Test
  void aCrashNamesTheFunctions() {
    Computer computer = builder("").program("/test/crashes", List.of()).build();
    assertEquals(0, computer.run());
    assertTrue(
        log.lines().stream().anyMatch(line -> line.endsWith(" < main")), log.lines().toString());
  }
}
