package spool.emulator.memory;

/// Where in RAM instructions were decoded from, so that whoever keeps them learns of writes to
/// them. Places are indices of bytes.
abstract sealed class CodeMarks permits ExactMarks, FrameMarks {
  /// Is told of frames.
  @FunctionalInterface
  interface FrameListener {
    /// The frame that begins at `index` has marks now, and had none before.
    void marked(int index);
  }

  /// Is told of writes.
  @FunctionalInterface
  interface WriteListener {
    /// `length` bytes at `index`, inside one frame, are about to change or have just done so.
    void written(int index, int length);
  }

  /// Marks the halfwords of `length` bytes at `index`, inside one frame.
  abstract void mark(int index, int length);

  /// Whether stores to the frame that `index` is in have to be noticed as they happen.
  abstract boolean isGuarded(int index);

  /// `length` bytes at `index` are about to be written.
  abstract void before(int index, int length);

  /// `length` bytes at `index` were written.
  abstract void after(int index, int length);
}
