package spool.kernel.mode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModeTest {
  private static Mode read(String text) throws IOException {
    return Mode.read("mine", new StringReader(text));
  }

  @Test
  void theStandardModesGoFromOneJobByHandToAllAtOnce() {
    assertEquals(
        List.of("manual", "batch", "multiprogrammed", "timesharing", "general"),
        Mode.standard().stream().map(Mode::name).toList());
    assertEquals(
        List.of(1, 1, 4, Mode.MOST_JOBS, Mode.MOST_JOBS),
        Mode.standard().stream().map(Mode::degree).toList());
    assertEquals(
        List.of(false, false, false, true, true),
        Mode.standard().stream().map(Mode::isPreemptive).toList());
  }

  @Test
  void whatIsNotSaidIsBatch() throws IOException {
    Mode mode = read("");
    Mode batch = Mode.standard().get(1);
    assertEquals(batch.monitorOptions(), mode.monitorOptions());
    assertEquals(List.of("-n", "1", "-o", "fifo", "-u", "0"), mode.monitorOptions());
  }

  @Test
  void everyPropertyReachesTheMonitor() throws IOException {
    Mode mode =
        read(
            """
            degree = 7
            admission = shortest
            spool-ahead = true
            print-directly = true
            setup = 2ms
            real-time = true
            scheduler = mlfq:levels=3
            """);
    assertEquals(
        List.of("-n", "7", "-o", "shortest", "-u", "2000000", "-a", "-d", "-r"),
        mode.monitorOptions());
    assertEquals("mlfq:levels=3", mode.scheduler());
  }

  @Test
  void aPropertyCanBeReplaced() {
    Mode batch = Mode.standard().get(1);
    assertEquals(Mode.MOST_JOBS, batch.with("degree", "all").degree());
    assertEquals("sjf", batch.with("scheduler", "sjf").scheduler());
    assertThrows(IllegalArgumentException.class, () -> batch.with("degree", "none"));
  }

  @Test
  void wrongPropertiesAreNamed() {
    assertEquals("mode mine: degree=0: not between 1 and 10000", messageOf("degree = 0"));
    assertEquals("mode mine: degree=x: not a whole number", messageOf("degree = x"));
    assertEquals("mode mine: setup=2: not a time as 500us, 20ms or 1s", messageOf("setup = 2"));
    assertEquals(
        "mode mine: admission=last: not one of fifo, shortest, priority",
        messageOf("admission = last"));
    assertEquals(
        "mode mine: there is no 'degre'; there are admission, degree, description, preemptive,"
            + " print-directly, real-time, scheduler, setup, spool-ahead",
        messageOf("degre = 1"));
  }

  private static String messageOf(String text) {
    IllegalArgumentException failure =
        assertThrows(IllegalArgumentException.class, () -> read(text));
    return String.valueOf(failure.getMessage());
  }
}
