package spool.kernel.trace;

import java.util.stream.LongStream;

/// What a set of durations comes to; all 0 if it is empty.
///
/// @param count how many
/// @param mean the arithmetic mean, in cycles
/// @param median the middle one, of an even number the mean of the two in the middle; cycles
/// @param percentile95 the smallest that at least 95 % do not exceed (nearest rank); cycles
/// @param most the largest, in cycles
public record Statistics(int count, double mean, double median, long percentile95, long most) {
  private static final Statistics NONE = new Statistics(0, 0, 0, 0, 0);

  /// Of `durations`, in cycles, in any order.
  public static Statistics of(LongStream durations) {
    long[] sorted = durations.sorted().toArray();
    int count = sorted.length;
    if (count == 0) {
      return NONE;
    }
    double mean = (double) LongStream.of(sorted).sum() / count;
    double median = ((double) sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
    int rank = (int) ((95L * count + 99) / 100);
    return new Statistics(count, mean, median, sorted[rank - 1], sorted[count - 1]);
  }
}
