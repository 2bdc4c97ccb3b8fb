package spool.kernel.trace;

/// How many times something took, and how long.
///
/// @param count how many
/// @param total their sum, in cycles
/// @param longest the longest of them, in cycles; 0 without any
public record Durations(long count, long total, long longest) {
  /// None.
  public static final Durations NONE = new Durations(0, 0, 0);

  /// These and one of `cycles`.
  public Durations with(long cycles) {
    return new Durations(count + 1, total + cycles, Math.max(longest, cycles));
  }

  /// These and `others`.
  public Durations with(Durations others) {
    return new Durations(
        count + others.count, total + others.total, Math.max(longest, others.longest));
  }

  /// The mean, in cycles; 0 without any.
  public double mean() {
    return count == 0 ? 0 : (double) total / count;
  }
}
