package spool.kernel.vm;

/// The pages around one that needs a frame, which is best one that continues theirs.
interface Neighbours {
  /// No frame.
  long NONE = 0;

  /// The frame of the page with this number, or [#NONE].
  long frameOf(long page);

  /// How many pages before the one with this number may be accessed in a row with it.
  default long preceding(long page) {
    return 0;
  }

  /// How many pages after the one with this number may be accessed in a row with it.
  default long following(long page) {
    return 0;
  }
}
