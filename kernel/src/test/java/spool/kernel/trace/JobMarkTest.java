package spool.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import spool.kernel.trace.JobMark.Event;

class JobMarkTest {
  private static void assertMark(String text, Event event, String details) {
    assertEquals(Optional.of(new JobMark(3, "sort", event, details)), JobMark.parse(text));
  }

  @Test
  void readsTheMarksOfTheMonitor() {
    assertMark("job 3 sort arrives", Event.ARRIVES, "");
    assertMark("job 3 sort rejected", Event.REJECTED, "");
    assertMark("job 3 sort starts pid 17\n", Event.STARTS, "17");
    assertMark("job 3 sort ends killed by signal 9", Event.ENDS, "killed by signal 9");
    assertMark("job 3 sort ends", Event.ENDS, "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "job",
        "job x sort arrives",
        "job 3 arrives",
        "job 3 sort starts",
        "job 3 sort starts pid x",
        "job 3 sort starts pid 99999999999",
        "job 99999999999 sort arrives",
        "jobs 3 sort arrives",
        "anything else"
      })
  void leavesOtherMarksAlone(String text) {
    assertEquals(Optional.empty(), JobMark.parse(text));
  }
}
