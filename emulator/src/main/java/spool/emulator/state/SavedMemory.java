package spool.emulator.state;

import java.util.Arrays;

/// What was in RAM at some moment, by page frames. Frames that are equal in two of them, one of
/// which was made with the other in sight, are held once, and zeros are not held at all.
///
/// Each is itself alone: two with the same contents are not equal.
public final class SavedMemory {
  /// Bytes of a frame.
  public static final int FRAME_BYTES = 4096;

  /// What was in RAM before anything was.
  public static final SavedMemory NOTHING = new SavedMemory(new byte[0][]);

  private static final byte[] ZEROS = {};

  private final byte[][] frames;

  /// The memory that consists of `frames`, each [#FRAME_BYTES] long or [#zeros]. They are not
  /// copied, and must not be changed any more.
  public SavedMemory(byte[][] frames) {
    this.frames = frames;
  }

  /// What stands for a frame of zeros: an array without elements.
  public static byte[] zeros() {
    return ZEROS;
  }

  /// How many frames there are.
  public int frames() {
    return frames.length;
  }

  /// The frame with a number, or [#zeros]. Not to be changed.
  public byte[] frame(int number) {
    return frames[number];
  }

  /// How many bytes of the host's memory this takes in addition to `other`.
  long bytesBeside(SavedMemory other) {
    long bytes = (long) Integer.BYTES * frames.length;
    for (int number = 0; number < frames.length; number++) {
      boolean isShared =
          number < other.frames.length && Arrays.equals(frames[number], other.frames[number]);
      bytes += isShared ? 0 : frames[number].length;
    }
    return bytes;
  }
}
