package spool.emulator.memory;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// Marks of frames, for RAM that several threads access at once. Harts store to marked frames
/// without notice, as the architecture permits them to until `fence.i`; what is written by other
/// ways is told of after the fact.
///
/// Whoever reads instructions marks their frame first. So of a reader and a writer that meet, the
/// reader finds what was written, or the writer the mark.
final class FrameMarks extends CodeMarks {
  private final AtomicIntegerArray marks;
  private final WriteListener writeListener;

  private FrameMarks(int frames, WriteListener writeListener) {
    marks = new AtomicIntegerArray(frames);
    this.writeListener = writeListener;
  }

  /// No marks yet, of a class that is loaded for this alone, see [SharedCells#of].
  static CodeMarks of(int frames, WriteListener writeListener) {
    return new FrameMarks(frames, writeListener);
  }

  @Override
  void mark(int index, int length) {
    marks.set(index >> PhysicalMemory.FRAME_SHIFT, 1);
  }

  @Override
  boolean isGuarded(int index) {
    return false;
  }

  @Override
  void before(int index, int length) {}

  @Override
  void after(int index, int length) {
    VarHandle.fullFence();
    int last = (index + length - 1) >> PhysicalMemory.FRAME_SHIFT;
    for (int frame = index >> PhysicalMemory.FRAME_SHIFT; frame <= last; frame++) {
      if (marks.get(frame) != 0) {
        marks.set(frame, 0);
        writeListener.written(frame << PhysicalMemory.FRAME_SHIFT, PhysicalMemory.FRAME_BYTES);
      }
    }
  }
}
