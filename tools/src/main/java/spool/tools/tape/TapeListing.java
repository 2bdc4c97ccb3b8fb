package spool.tools.tape;

import java.util.Formatter;
import java.util.List;
import spool.emulator.device.TapeImage;

/// What is on a tape, as a table: a line for each run of records of the same length and kind, and
/// for each tape mark.
public final class TapeListing {
  private final StringBuilder text = new StringBuilder();
  private final Formatter line = new Formatter(text);
  private int file;
  private int record;

  private TapeListing() {}

  /// The table of `tape`, with a line of totals at its end.
  public static String of(TapeImage tape) {
    TapeListing listing = new TapeListing();
    listing.line.format("%6s %15s %9s%n", "FILE", "RECORDS", "LENGTH");
    List<TapeImage.Item> items = tape.items();
    for (int first = 0; first < items.size(); ) {
      int end = endOfRun(items, first);
      listing.add(items.get(first), end - first);
      first = end;
    }
    listing.total(items);
    return listing.text.toString();
  }

  private static int endOfRun(List<TapeImage.Item> items, int first) {
    TapeImage.Item one = items.get(first);
    int end = first + 1;
    boolean isMark = one.kind() == TapeImage.Kind.TAPE_MARK;
    while (!isMark && end < items.size() && isAlike(one, items.get(end))) {
      end++;
    }
    return end;
  }

  private static boolean isAlike(TapeImage.Item one, TapeImage.Item other) {
    return one.kind() == other.kind() && one.length() == other.length();
  }

  private void add(TapeImage.Item item, int count) {
    if (item.kind() == TapeImage.Kind.TAPE_MARK) {
      line.format("%6d %15s %9s%n", file, "", "tape mark");
      file++;
      record = 0;
      return;
    }
    String numbers = count == 1 ? "" + record : record + "-" + (record + count - 1);
    String error = item.kind() == TapeImage.Kind.BAD_RECORD ? "  read with an error" : "";
    line.format("%6d %15s %9d%s%n", file, numbers, item.length(), error);
    record += count;
  }

  private void total(List<TapeImage.Item> items) {
    long records = items.stream().filter(item -> item.kind() != TapeImage.Kind.TAPE_MARK).count();
    long bytes = items.stream().mapToLong(TapeImage.Item::length).sum();
    line.format("%d records, %d tape marks, %d bytes%n", records, items.size() - records, bytes);
  }
}
