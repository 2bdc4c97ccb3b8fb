package spool.emulator.memory;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// Marks of halfwords, for RAM that one thread at a time accesses. The invariant is that no byte of
/// a marked halfword changes: the mark goes, and the listener knows, before the first byte is
/// written.
final class ExactMarks extends CodeMarks {
  private static final int FRAME_BYTES = PhysicalMemory.FRAME_BYTES;
  private static final int FRAME_SHIFT = PhysicalMemory.FRAME_SHIFT;

  /// A bit for each halfword of a frame; nothing for the many frames without any, as to fill the
  /// array would take a hundredth of a start.
  private final @Nullable BitSet[] marks;

  private final FrameListener frameListener;
  private final WriteListener writeListener;

  ExactMarks(int frames, FrameListener frameListener, WriteListener writeListener) {
    marks = new BitSet[frames];
    this.frameListener = frameListener;
    this.writeListener = writeListener;
  }

  @Override
  void mark(int index, int length) {
    int frame = index >> FRAME_SHIFT;
    BitSet present = marks[frame];
    BitSet marked = present == null ? new BitSet(FRAME_BYTES / 2) : present;
    marked.set(halfword(index), halfword(index + length - 1) + 1);
    if (present == null) {
      marks[frame] = marked;
      frameListener.marked(frame << FRAME_SHIFT);
    }
  }

  @Override
  boolean isGuarded(int index) {
    return marks[index >> FRAME_SHIFT] != null;
  }

  @Override
  void before(int index, int length) {
    int last = (index + length - 1) >> FRAME_SHIFT;
    for (int frame = index >> FRAME_SHIFT; frame <= last; frame++) {
      BitSet marked = marks[frame];
      if (marked != null) {
        unmark(marked, frame, index, index + length);
      }
    }
  }

  @Override
  void after(int index, int length) {}

  /// Takes away the marks of the part of a frame that is from `start` on and before `end`.
  private void unmark(BitSet marked, int frame, int start, int end) {
    int frameStart = frame << FRAME_SHIFT;
    int from = Math.max(start, frameStart);
    int last = Math.min(end, frameStart + FRAME_BYTES) - 1;
    int first = marked.nextSetBit(halfword(from));
    if (first < 0 || first > halfword(last)) {
      return;
    }
    marked.clear(halfword(from), halfword(last) + 1);
    if (marked.isEmpty()) {
      marks[frame] = null;
    }
    writeListener.written(from, last + 1 - from);
  }

  private static int halfword(int index) {
    return (index & FRAME_BYTES - 1) >> 1;
  }
}
