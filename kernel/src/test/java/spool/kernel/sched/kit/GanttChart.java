package spool.kernel.sched.kit;

import java.util.List;
import spool.kernel.sched.kit.Timeline.Span;

/// A history as text: a line for each task, with the digit of the hart that it runs on, `.` where it
/// is ready and waits, and nothing where it is not there or waits for something else.
///
///     0             30ms
///     1 |000   111      |
///     2 |  .0000        |
public final class GanttChart {
  private static final int WIDTH = 72;
  private static final String HARTS = "0123456789abcdefghijklmnopqrstuvwxyz";

  private final Timeline timeline;
  private final long scale;
  private final int width;

  private GanttChart(History history) {
    timeline = new Timeline(history);
    long end = Math.max(1, history.end());
    scale = Math.ceilDiv(end, WIDTH);
    width = (int) Math.ceilDiv(end, scale);
  }

  /// The chart of a history, with the time that a column stands for in its first line.
  public static String of(History history) {
    GanttChart chart = new GanttChart(history);
    StringBuilder text =
        new StringBuilder("one column is %s\n".formatted(Duration.text(chart.scale)));
    for (int tid : chart.timeline.tasks()) {
      text.append("%5d |".formatted(tid)).append(chart.row(tid)).append("|\n");
    }
    return text.toString();
  }

  private String row(int tid) {
    StringBuilder row = new StringBuilder();
    for (int column = 0; column < width; column++) {
      row.append(cell(tid, column * scale));
    }
    return row.toString();
  }

  private char cell(int tid, long from) {
    char cell = ' ';
    long most = 0;
    for (List<Span> spans : List.of(timeline.runs(tid), timeline.waits(tid))) {
      for (Span span : spans) {
        long share = span.overlap(from, from + scale);
        if (share > most) {
          most = share;
          cell = span.hart() < 0 ? '.' : HARTS.charAt(span.hart() % HARTS.length());
        }
      }
    }
    return cell;
  }
}
