package spool.tools.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// A table of aligned columns that fits a width.
///
/// If it is too wide, first the space between columns goes from two characters to one, then columns
/// that may be left out are, the last first, and then the columns of text are cut, the widest
/// first, down to a few characters. What is still too wide stays so.
public final class TextTable {
  private static final int LEAST_TEXT = 8;

  private enum Kind {
    TEXT,
    NUMBER,
    OPTIONAL
  }

  private record Column(String title, Kind kind) {}

  private final List<Column> columns = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  /// A further column of text, aligned to the left.
  public TextTable text(String title) {
    columns.add(new Column(title, Kind.TEXT));
    return this;
  }

  /// A further column of numbers, aligned to the right.
  public TextTable number(String title) {
    columns.add(new Column(title, Kind.NUMBER));
    return this;
  }

  /// A further column of numbers that is left out if there is no room for it.
  public TextTable optional(String title) {
    columns.add(new Column(title, Kind.OPTIONAL));
    return this;
  }

  /// A further row, with a value for each column.
  public TextTable row(String... values) {
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(
          values.length + " values for " + columns.size() + " columns");
    }
    rows.add(List.of(values));
    return this;
  }

  /// The lines of the table, each with its end.
  public String toString(int width) {
    int[] widths = IntStream.range(0, columns.size()).map(this::natural).toArray();
    List<Integer> shown = new ArrayList<>(IntStream.range(0, widths.length).boxed().toList());
    String gap = total(shown, widths, 2) <= width ? "  " : " ";
    while (total(shown, widths, gap.length()) > width && dropLast(shown)) {}
    while (total(shown, widths, gap.length()) > width && cut(shown, widths)) {}
    StringBuilder out = new StringBuilder();
    line(out, columns.stream().map(Column::title).toList(), shown, widths, gap);
    rows.forEach(row -> line(out, row, shown, widths, gap));
    return out.toString();
  }

  private int natural(int column) {
    int widest = rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
    return Math.max(widest, length(columns.get(column).title()));
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static int total(List<Integer> shown, int[] widths, int gap) {
    return shown.stream().mapToInt(each -> widths[each]).sum() + gap * (shown.size() - 1);
  }

  private boolean dropLast(List<Integer> shown) {
    List<Integer> optional =
        shown.stream().filter(each -> columns.get(each).kind == Kind.OPTIONAL).toList();
    return !optional.isEmpty() && shown.removeIf(optional.getLast()::equals);
  }

  private boolean cut(List<Integer> shown, int[] widths) {
    int widest = -1;
    for (int each : shown) {
      boolean isText = columns.get(each).kind == Kind.TEXT;
      if (isText && widths[each] > LEAST_TEXT && (widest < 0 || widths[each] > widths[widest])) {
        widest = each;
      }
    }
    if (widest < 0) {
      return false;
    }
    widths[widest]--;
    return true;
  }

  private void line(
      StringBuilder out, List<String> values, List<Integer> shown, int[] widths, String gap) {
    StringBuilder line = new StringBuilder();
    for (int each : shown) {
      String value = fitted(values.get(each), widths[each]);
      String padding = " ".repeat(widths[each] - length(value));
      boolean isText = columns.get(each).kind == Kind.TEXT;
      line.append(line.isEmpty() && each == shown.getFirst() ? "" : gap)
          .append(isText ? value + padding : padding + value);
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }

  private static String fitted(String value, int width) {
    return length(value) <= width
        ? value
        : value.substring(0, value.offsetByCodePoints(0, width - 1)) + "…";
  }
}
