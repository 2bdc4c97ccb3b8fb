package spool.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GanttTest {
  private static final String LEGEND =
      """
      harts: a letter is a job or process, + kernel, / switching, . idle
      rows: # runs, - waits for a hart, _ blocked
      """;

  private static Gantt gantt() {
    Recorder recorder = new Recorder(1);
    Playback play = new Playback(recorder);
    play.arrives(0, 1).arrives(0, 2);
    play.runs(1, 10).blocks(1).runs(2, 10).wakes(20, 1).expires(2).runs(1, 10).ends(1);
    play.runs(2, 5).ends(2).idles(15);
    return new Gantt(recorder.account(), recorder.timeline());
  }

  @Test
  void showsHartsTasksAndTime() {
    assertEquals(
        """
        hart 0    AAAAAAAABBBBBBBBAAAAAAAABBBB............
        A 1 task1 ########________########
        B 2 task2 --------########--------####
        ns        |0              |20             |40
        """
            + LEGEND,
        gantt().text(50, false));
  }

  @Test
  void coloursAreEscapeSequencesAroundTheSameText() {
    String coloured = gantt().text(50, true);
    assertTrue(coloured.contains("\u001b[38;5;33mAAAA"));
    assertEquals(gantt().text(50, false), coloured.replaceAll("\u001b\\[[0-9;]*m", ""));
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 80, 131})
  void keepsWithinTheWidth(int width) {
    String chart = gantt().text(width, false).replace(LEGEND, "");
    assertTrue(chart.lines().allMatch(line -> line.length() <= width), chart);
    assertFalse(chart.lines().allMatch(line -> line.length() < width - 12), chart);
  }

  @Test
  void nothingHasNoChart() {
    Recorder nothing = new Recorder(1);
    assertEquals(
        "nothing happened\n", new Gantt(nothing.account(), nothing.timeline()).text(80, false));
  }

  @Test
  void ticksAreRoundAndNotTooMany() {
    for (long elapsed : List.of(1L, 9L, 10L, 999L, 1_000L, 123_456_789L, 9_999_999_999_999L)) {
      for (int most = 1; most < 20; most++) {
        Axis axis = Axis.of(elapsed, most);
        assertTrue(axis.ticks(elapsed).count() <= most + 1, axis + " for " + elapsed);
        String digits = Long.toString(axis.step());
        assertTrue(digits.matches("[125]0*"), digits);
      }
    }
    assertEquals("2.5", Axis.of(9_000_000, 10).label(2_500_000));
  }
}
