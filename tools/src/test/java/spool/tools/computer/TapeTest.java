package spool.tools.computer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import spool.emulator.device.TapeImage;
import spool.kernel.trace.Activity;
import spool.kernel.trace.TraceWriter;

/// Tapes and the printer from inside the machine, and what a hart does while a task waits for them.
class TapeTest {
  private static final int RECORDS = 6;

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 1", "4, 77"})
  void theProgramChecksTheTape(int harts, long seed) {
    TapeImage blank = TapeImage.blank();
    TapeImage guarded = TapeImage.blank();
    guarded.write("protected".getBytes(UTF_8));
    guarded.writeMark();
    StringBuilder paper = new StringBuilder();
    GuestRun run =
        GuestRun.of(
            Computer.builder()
                .harts(harts)
                .seed(seed)
                .tape(0, blank, true)
                .tape(1, guarded, false)
                .printer(value -> paper.append((char) value))
                .program("/test/tape", List.of("loaded")));
    assertEquals(0, run.status(), run.output() + run.error());
    assertEquals("one\ntwo\n" + "=".repeat(132) + "\n" + "=".repeat(8) + "\n", paper.toString());
    assertEquals(70_000, blank.items().getFirst().length());
    assertTrue(TapeImage.of(blank.bytes()).damage().isEmpty());
  }

  @Test
  void sameSeedGivesTheSameTimesOfTapeAndPrinter() {
    assertEquals(trace(5), trace(5));
    assertNotEquals(trace(5), trace(6));
  }

  private static String trace(long seed) {
    StringBuilder trace = new StringBuilder();
    String text = "echo text > /dev/st0; cat /dev/nst0 > /dev/lp0";
    Computer computer =
        Computer.builder()
            .seed(seed)
            .trace(new TraceWriter(trace))
            .tape(0, TapeImage.blank(), true)
            .program("/bin/sh", List.of("-c", text))
            .build();
    assertEquals(0, computer.run());
    return trace.toString();
  }

  /// How a run of a shell's text spent its only hart's time.
  private record Spent(long idle, long user, long total) {
    static Spent by(String text) {
      TapeImage tape = TapeImage.blank();
      for (int count = 0; count < RECORDS; count++) {
        tape.write(new byte[1_000]);
      }
      tape.writeMark();
      Computer computer =
          Computer.builder().tape(0, tape, false).program("/bin/sh", List.of("-c", text)).build();
      assertEquals(0, computer.run());
      var spent = computer.kernel().dispatcher().spent(0);
      return new Spent(
          spent.getOrDefault(Activity.IDLE, 0L),
          spent.getOrDefault(Activity.USER, 0L),
          computer.machine().now());
    }
  }

  @Test
  void whileOneTaskWaitsForTheTapeAnotherComputes() {
    Spent tape = Spent.by("cat /dev/nst0 > /dev/null");
    assertTrue(tape.idle > RECORDS * 23_000_000L, tape.toString());
    assertTrue(tape.idle > tape.total * 95 / 100, tape.toString());
    Spent computing = Spent.by("bench/sieve 20 > /dev/null");
    assertTrue(computing.user > tape.total, computing.toString());
    assertTrue(computing.idle < computing.total / 100, computing.toString());
    Spent both = Spent.by("bench/sieve 20 > /dev/null & cat /dev/nst0 > /dev/null; wait");
    assertTrue(both.idle < both.total / 100, both.toString());
    assertTrue(both.total < computing.total + tape.total / 10, both.toString());
  }
}
