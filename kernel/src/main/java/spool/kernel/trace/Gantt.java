package spool.kernel.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import spool.kernel.trace.Chart.Bar;
import spool.kernel.trace.Chart.Unit;
import spool.kernel.trace.Timeline.Phase;

/// A Gantt chart in text: a row for each hart, a row for each job or process, and the time below.
///
///     hart 0        AAAAAAABBBCCAABBB.
///     A 1 sort      #######---__##
///     B 2 count     -------###--  ###
///     ms            |0   |5   |10  |15
///
/// Each character stands for an equal part of the time, and shows what there was most of in it.
public final class Gantt {
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private static final int MOST_UNITS = 40;
  private static final int WIDEST_LABEL = 20;
  private static final int LEAST_CELLS = 10;
  private static final int CELLS_PER_TICK = 10;

  /// Of the palette of 256 colours, some that can be told apart on light and on dark.
  private static final List<Integer> COLOURS = List.of(33, 166, 35, 170, 136, 37, 161, 69, 100, 97);

  private static final int GREY = 244;

  private final Chart chart;

  /// The chart of a run.
  public Gantt(RunAccount account, Timeline timeline) {
    chart = Chart.of(account, timeline);
  }

  /// In lines of at most `width` characters, at least some 40, with the escape sequences for
  /// colours if `colour`.
  public String text(int width, boolean colour) {
    if (chart.elapsed() == 0) {
      return "nothing happened\n";
    }
    List<Unit> units = chart.units().subList(0, Math.min(MOST_UNITS, chart.units().size()));
    int label = labelWidth(units);
    int cells = Math.max(LEAST_CELLS, width - label);
    StringBuilder out = new StringBuilder();
    for (int hart = 0; hart < chart.harts().size(); hart++) {
      row(out, "hart " + hart, label, hart(chart.harts().get(hart), cells), colour);
    }
    for (int unit = 0; unit < units.size(); unit++) {
      row(out, label(unit, units.get(unit)), label, unit(unit, units.get(unit), cells), colour);
    }
    if (units.size() < chart.units().size()) {
      out.append("and ").append(chart.units().size() - units.size()).append(" more\n");
    }
    axis(out, label, cells);
    return out.append(legend()).toString();
  }

  private int labelWidth(List<Unit> units) {
    int widest = ("hart " + chart.harts().size()).length();
    for (int unit = 0; unit < units.size(); unit++) {
      widest = Math.max(widest, label(unit, units.get(unit)).length());
    }
    return Math.min(WIDEST_LABEL, widest) + 1;
  }

  private static String label(int index, Unit unit) {
    return letter(index) + " " + unit.number() + " " + unit.name();
  }

  private static char letter(int unit) {
    return LETTERS.charAt(unit % LETTERS.length());
  }

  private static int colour(int unit) {
    return unit == Bar.NO_UNIT ? GREY : COLOURS.get(unit % COLOURS.size());
  }

  /// A character with its colour.
  private record Cell(char symbol, int colour) {
    static final Cell EMPTY = new Cell(' ', GREY);
  }

  private List<Cell> hart(List<Bar> bars, int cells) {
    Cells row = new Cells(chart.elapsed(), cells);
    bars.forEach(bar -> row.add(bar.from(), bar.to(), cell(bar)));
    return row.finish();
  }

  private static Cell cell(Bar bar) {
    return switch (bar.activity()) {
      case IDLE -> new Cell('.', GREY);
      case SWITCH -> new Cell('/', GREY);
      case KERNEL -> new Cell('+', GREY);
      case USER ->
          new Cell(bar.unit() == Bar.NO_UNIT ? '+' : letter(bar.unit()), colour(bar.unit()));
    };
  }

  private List<Cell> unit(int index, Unit unit, int cells) {
    Cells row = new Cells(chart.elapsed(), cells);
    for (Phase phase : unit.phases()) {
      row.add(phase.from(), phase.to(), new Cell(symbol(phase.condition()), colour(index)));
    }
    return row.finish();
  }

  private static char symbol(Condition condition) {
    return switch (condition) {
      case RUNNING -> '#';
      case READY -> '-';
      case BLOCKED -> '_';
      case ABSENT -> ' ';
    };
  }

  /// Divides a row into cells, each with what fills most of it.
  private static final class Cells {
    private final long elapsed;
    private final int count;
    private final List<Map<Cell, Long>> shares = new ArrayList<>();

    Cells(long elapsed, int count) {
      this.elapsed = elapsed;
      this.count = count;
      for (int cell = 0; cell < count; cell++) {
        shares.add(new LinkedHashMap<>());
      }
    }

    void add(long from, long to, Cell cell) {
      for (int index = before(from); index < count && start(index) < to; index++) {
        double length =
            Math.min((double) to, start(index + 1)) - Math.max((double) from, start(index));
        if (length > 0) {
          shares.get(index).merge(cell, Math.round(length * count), Long::sum);
        }
      }
    }

    /// The cell in which `time` lies, or the one before it.
    private int before(long time) {
      return Math.max(0, (int) ((double) time / elapsed * count) - 1);
    }

    private double start(int cell) {
      return (double) elapsed * cell / count;
    }

    List<Cell> finish() {
      return shares.stream().map(Cells::most).toList();
    }

    private static Cell most(Map<Cell, Long> share) {
      return share.entrySet().stream()
          .reduce((one, other) -> other.getValue() > one.getValue() ? other : one)
          .map(Map.Entry::getKey)
          .orElse(Cell.EMPTY);
    }
  }

  private static void row(
      StringBuilder out, String label, int width, List<Cell> cells, boolean colour) {
    String shown = label.length() < width ? label : label.substring(0, width - 2) + "~";
    StringBuilder line = new StringBuilder(shown + " ".repeat(width - shown.length()));
    int current = -1;
    for (Cell cell : cells) {
      if (colour && cell.symbol != ' ' && cell.colour != current) {
        current = cell.colour;
        line.append("\u001b[38;5;").append(current).append('m');
      }
      line.append(cell.symbol);
    }
    out.append(line.toString().stripTrailing()).append(current < 0 ? "" : "\u001b[0m").append('\n');
  }

  private void axis(StringBuilder out, int label, int cells) {
    Axis axis = Axis.of(chart.elapsed(), Math.max(1, cells / CELLS_PER_TICK));
    StringBuilder line = new StringBuilder(" ".repeat(label + cells));
    axis.ticks(chart.elapsed())
        .forEach(
            time -> {
              int at = label + (int) ((double) time / chart.elapsed() * cells);
              String text = "|" + axis.label(time);
              if (at + text.length() <= line.length()) {
                line.replace(at, at + text.length(), text);
              }
            });
    line.replace(0, axis.unit().length(), axis.unit());
    out.append(line.toString().stripTrailing()).append('\n');
  }

  private static String legend() {
    return """
        harts: a letter is a job or process, + kernel, / switching, . idle
        rows: # runs, - waits for a hart, _ blocked
        """;
  }
}
