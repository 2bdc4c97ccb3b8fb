package spool.emulator.memory;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import spool.emulator.state.SavedMemory;
import spool.emulator.state.StateException;

/// Which frames of RAM may have been written since it was last saved or restored, so that saving it
/// again looks at no others.
///
/// Invariant: a frame that is not noted equals that of the memory last saved or restored, or zero
/// if there is none.
final class WrittenFrames {
  private static final int FRAME_BYTES = PhysicalMemory.FRAME_BYTES;
  private static final byte[] ZEROS = new byte[FRAME_BYTES];

  private final boolean[] written;

  /// What RAM was when it was last saved or restored. It is held by whoever wants it back.
  private WeakReference<SavedMemory> basis = new WeakReference<>(SavedMemory.NOTHING);

  /// All of `count` frames, which hold zeros.
  WrittenFrames(int count) {
    written = new boolean[count];
  }

  void note(int frame) {
    written[frame] = true;
  }

  void note(int index, int length) {
    int last = (index + length - 1) >> PhysicalMemory.FRAME_SHIFT;
    for (int frame = index >> PhysicalMemory.FRAME_SHIFT; frame <= last; frame++) {
      written[frame] = true;
    }
  }

  /// See [PhysicalMemory#save].
  SavedMemory save(PhysicalMemory memory, SavedMemory earlier) {
    byte[][] frames = new byte[written.length][];
    boolean isBasis = basis.refersTo(earlier);
    byte[] buffer = new byte[FRAME_BYTES];
    for (int frame = 0; frame < frames.length; frame++) {
      byte[] before = frame < earlier.frames() ? earlier.frame(frame) : SavedMemory.zeros();
      boolean isSame = isBasis && !written[frame];
      frames[frame] = isSame ? before : contents(memory, frame, before, buffer);
    }
    SavedMemory saved = new SavedMemory(frames);
    settle(saved);
    return saved;
  }

  /// The contents of a frame, as the array `before` if that has them.
  private static byte[] contents(PhysicalMemory memory, int frame, byte[] before, byte[] buffer) {
    read(memory, frame, buffer);
    if (Arrays.equals(buffer, expanded(before))) {
      return before;
    }
    return Arrays.equals(buffer, ZEROS) ? SavedMemory.zeros() : buffer.clone();
  }

  private static void read(PhysicalMemory memory, int frame, byte[] buffer) {
    long address = address(memory, frame);
    if (memory.isReached(address)) {
      memory.read(address, buffer, 0, FRAME_BYTES);
    } else {
      Arrays.fill(buffer, (byte) 0);
    }
  }

  private static long address(PhysicalMemory memory, int frame) {
    return memory.base() + (long) frame * FRAME_BYTES;
  }

  private static byte[] expanded(byte[] frame) {
    return frame.length == 0 ? ZEROS : frame;
  }

  /// See [PhysicalMemory#restore].
  void restore(PhysicalMemory memory, SavedMemory saved) {
    if (saved.frames() != written.length) {
      throw new StateException(
          "the saved machine has %d bytes of RAM, this one %d"
              .formatted((long) saved.frames() * FRAME_BYTES, memory.sizeBytes()));
    }
    boolean isBasis = basis.refersTo(saved);
    byte[] buffer = new byte[FRAME_BYTES];
    for (int frame = 0; frame < written.length; frame++) {
      if (!isBasis || written[frame]) {
        restore(memory, frame, expanded(saved.frame(frame)), buffer);
      }
    }
    settle(saved);
  }

  private static void restore(PhysicalMemory memory, int frame, byte[] contents, byte[] buffer) {
    read(memory, frame, buffer);
    if (!Arrays.equals(buffer, contents)) {
      memory.write(address(memory, frame), contents, 0, FRAME_BYTES);
    }
  }

  private void settle(SavedMemory saved) {
    basis = new WeakReference<>(saved);
    Arrays.fill(written, false);
  }
}
