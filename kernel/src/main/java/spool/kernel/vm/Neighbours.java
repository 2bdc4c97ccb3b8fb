package spool.kernel.vm;

/// The pages around one that needs a frame, which is best one that continues theirs.
interface Neighbours {
  /// No frame.
  long NONE = 0;

  /// The frame of the page with this number, or [#NONE].
  long frameOf(long page);
}
