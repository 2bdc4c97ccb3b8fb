package spool.kernel.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A value over time: segments that follow each other without a gap, each lasting until the next
/// begins, in two flat lists.
///
/// @param <V> an immutable value with an equality of its own
final class SegmentLog<V> {
  private static final int FIRST_CAPACITY = 8;

  /// Receives the segments in order.
  @FunctionalInterface
  interface Visitor<V> {
    /// The log has `value` from cycle `from` to cycle `to`, which is later.
    void segment(long from, long to, V value);
  }

  private long[] starts = new long[FIRST_CAPACITY];
  private List<V> values = new ArrayList<>();

  int count() {
    return values.size();
  }

  /// The value is `value` from cycle `from` on, whatever was said before of the time from then on.
  void append(long from, V value) {
    while (!values.isEmpty() && starts[count() - 1] >= from) {
      values.removeLast();
    }
    if (values.isEmpty() || !values.getLast().equals(value)) {
      add(from, value);
    }
  }

  private void add(long start, V value) {
    if (count() == starts.length) {
      starts = Arrays.copyOf(starts, 2 * starts.length);
    }
    starts[count()] = start;
    values.add(value);
  }

  /// Shows all segments, the last of which lasts until `end`.
  void visit(long end, Visitor<V> visitor) {
    for (int index = 0; index < count(); index++) {
      long to = index + 1 < count() ? starts[index + 1] : end;
      if (to > starts[index]) {
        visitor.segment(starts[index], to, values.get(index));
      }
    }
  }

  /// Merges runs of segments that are shorter than `grain` into groups of about that length, each
  /// with the value that it had longest; longer segments, and the last, stay as they are.
  void coarsen(long grain) {
    if (values.isEmpty()) {
      return;
    }
    SegmentLog<V> coarse = new SegmentLog<>();
    Map<V, Long> group = new LinkedHashMap<>();
    long start = starts[0];
    for (int index = 0; index + 1 < count(); index++) {
      long length = starts[index + 1] - starts[index];
      if (length >= grain) {
        coarse.flush(start, group);
        coarse.append(starts[index], values.get(index));
        start = starts[index + 1];
      } else {
        group.merge(values.get(index), length, Long::sum);
        if (starts[index + 1] - start >= grain) {
          coarse.flush(start, group);
          start = starts[index + 1];
        }
      }
    }
    coarse.flush(start, group);
    coarse.append(starts[count() - 1], values.getLast());
    starts = coarse.starts;
    values = coarse.values;
  }

  private void flush(long start, Map<V, Long> group) {
    if (!group.isEmpty()) {
      append(start, longest(group));
      group.clear();
    }
  }

  private static <V> V longest(Map<V, Long> group) {
    // Of several the first is as good as any, and the same in every run.
    return Collections.max(group.entrySet(), Map.Entry.comparingByValue()).getKey();
  }
}
