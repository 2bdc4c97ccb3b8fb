package spool.kernel.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static spool.kernel.vm.Errors.assertFails;

import org.junit.jupiter.api.Test;
import spool.emulator.memory.PhysicalMemory;
import spool.kernel.abi.Errno;

class FramesTest {
  private static final long BASE = 0x8000_0000L;

  private final PhysicalMemory memory = new PhysicalMemory(BASE, 4 * Frames.BYTES);
  private final Frames frames = new Frames(memory);

  @Test
  void lowFramesComeFirstAndFreedOnesNext() {
    long first = frames.allocate();
    long second = frames.allocate();
    assertEquals(BASE, first);
    assertEquals(BASE + Frames.BYTES, second);
    frames.release(first);
    assertEquals(first, frames.allocate());
    assertEquals(BASE + 2 * Frames.BYTES, frames.allocate());
  }

  @Test
  void aFrameIsZeroHoweverItWasUsedBefore() {
    long frame = frames.allocate();
    memory.fill(frame, Frames.BYTES, (byte) 7);
    frames.release(frame);
    assertEquals(frame, frames.allocate());
    assertEquals(0, memory.load64(frame));
    assertEquals(0, memory.load64(frame + Frames.BYTES - 8));
  }

  @Test
  void aFrameIsFreeWhenNobodyRefersToIt() {
    long frame = frames.allocate();
    frames.retain(frame);
    frames.release(frame);
    assertEquals(1, frames.references(frame));
    assertEquals(3, frames.free());
    frames.release(frame);
    assertEquals(0, frames.references(frame));
    assertEquals(4, frames.free());
  }

  @Test
  void releasingAFreeFrameIsABug() {
    long frame = frames.allocate();
    frames.release(frame);
    assertThrows(IllegalStateException.class, () -> frames.release(frame));
    assertThrows(IllegalStateException.class, () -> frames.retain(frame + Frames.BYTES));
  }

  @Test
  void noFrameIsLeftAfterTheLast() {
    for (int index = 0; index < 4; index++) {
      frames.allocate();
    }
    assertEquals(0, frames.free());
    assertFails(Errno.ENOMEM, frames::allocate);
  }

  @Test
  void aRunIsFramesInARowOfWhichNoneWasInUse() {
    long first = frames.allocate();
    long second = frames.allocate();
    frames.release(first);
    assertFails(Errno.ENOMEM, () -> frames.allocateRun(3));
    assertEquals(second + Frames.BYTES, frames.allocateRun(2));
    assertEquals(1, frames.free());
    assertEquals(1, frames.references(second + 2 * Frames.BYTES));
    frames.release(second);
    assertEquals(first, frames.allocateRun(2));
    assertFails(Errno.ENOMEM, frames::allocate);
    frames.release(first);
    assertEquals(first, frames.allocate());
  }

  @Test
  void aCopyIsAnotherFrameWithTheSameBytes() {
    long original = frames.allocate();
    memory.store64(original + 8, 0x1234);
    long copy = frames.duplicate(original, 0, page -> Neighbours.NONE);
    memory.store64(original + 8, 0);
    assertEquals(0x1234, memory.load64(copy + 8));
    assertEquals(1, frames.references(original));
  }

  @Test
  void cleanPagesOfSourcesAreGivenUpWhenFramesRunOut() {
    MemoryObject file = MemoryObject.of(frames, new byte[3 * Frames.BYTES]);
    long mapped = file.frame(0);
    frames.retain(mapped);
    file.frame(1);
    file.writableFrame(2);
    frames.allocate();
    assertEquals(0, frames.free());
    assertEquals(2, frames.available());
    frames.allocate();
    assertEquals(2, file.residentPages());
    assertEquals(2, frames.cached());
    assertFails(Errno.ENOMEM, frames::allocate);
  }

  @Test
  void aPageGetsTheFrameThatContinuesThoseOfItsNeighbours() {
    Frames many = new Frames(new PhysicalMemory(BASE, 64 * Frames.BYTES));
    long[] pages = new long[64];
    Neighbours neighbours = page -> pages[(int) page];
    int[] order = {35, 37, 36, 34, 47, 48, 32, 33};
    for (int page : order) {
      pages[page] = many.allocate(page, neighbours);
    }
    for (int page : order) {
      assertEquals(pages[35] + (long) (page - 35) * Frames.BYTES, pages[page]);
    }
  }
}
