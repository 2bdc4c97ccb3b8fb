package spool.kernel.vm;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static spool.kernel.vm.Errors.assertFails;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import spool.emulator.memory.PhysicalMemory;
import spool.kernel.abi.Errno;

class MemoryObjectTest {
  private static final int PAGE = Frames.BYTES;

  private final PhysicalMemory memory = new PhysicalMemory(0x8000_0000L, 16 * PAGE);
  private final Frames frames = new Frames(memory);

  @Test
  void whatIsWrittenIsRead() {
    MemoryObject object = MemoryObject.ofZeros(frames, 0);
    byte[] text = "across the border of a page".getBytes(US_ASCII);
    object.write(PAGE - 5, text, 0, text.length);
    assertEquals(PAGE - 5 + text.length, object.sizeBytes());
    assertArrayEquals(text, read(object, PAGE - 5, text.length));
  }

  @Test
  void readingStopsAtTheEnd() {
    MemoryObject object = MemoryObject.of(frames, new byte[] {1, 2, 3});
    byte[] target = new byte[8];
    assertEquals(2, object.read(1, target, 4, 4));
    assertArrayEquals(new byte[] {0, 0, 0, 0, 2, 3, 0, 0}, target);
    assertEquals(0, object.read(3, target, 0, 8));
    assertEquals(0, object.read(1L << 50, target, 0, 8));
  }

  @Test
  void holesTakeNoFrames() {
    MemoryObject object = MemoryObject.ofZeros(frames, 1L << 40);
    object.write(1L << 39, new byte[] {9}, 0, 1);
    assertEquals(1, object.residentPages());
    assertArrayEquals(new byte[100], read(object, 12345, 100));
    assertEquals(1, object.residentPages());
  }

  @Test
  void pagesComeFromTheSourceWhenTouched() {
    byte[] contents = new byte[2 * PAGE + 10];
    Arrays.fill(contents, (byte) 5);
    MemoryObject object = MemoryObject.of(frames, contents);
    assertEquals(0, object.residentPages());
    assertArrayEquals(new byte[] {5, 5}, read(object, 2 * PAGE + 8, 2));
    assertEquals(1, object.residentPages());
    assertEquals(0, memory.load8(object.frame(2) + 10));
  }

  @Test
  void whatWasCutOffIsGone() {
    MemoryObject object = MemoryObject.of(frames, filled(2 * PAGE));
    read(object, 0, 2 * PAGE);
    object.truncate(PAGE / 2);
    assertEquals(1, object.residentPages());
    object.truncate(2 * PAGE);
    assertArrayEquals(new byte[2 * PAGE - PAGE / 2], read(object, PAGE / 2, 2 * PAGE));
  }

  @Test
  void storesBeyondTheEndDoNotShowWhenTheObjectGrows() {
    MemoryObject object = MemoryObject.ofZeros(frames, 10);
    memory.store8(object.writableFrame(0) + 20, (byte) 1);
    object.write(30, new byte[] {2}, 0, 1);
    assertArrayEquals(new byte[20], read(object, 10, 20));
  }

  @Test
  void theLastHolderFreesTheFrames() {
    MemoryObject object = MemoryObject.of(frames, filled(3 * PAGE));
    read(object, 0, 3 * PAGE);
    object.retain();
    object.release();
    assertEquals(13, frames.free());
    object.release();
    assertEquals(16, frames.free());
    assertEquals(0, frames.cached());
  }

  @Test
  void aWriteThatFindsNoFrameKeepsWhatItWroteBefore() {
    MemoryObject object = MemoryObject.ofZeros(frames, 0);
    byte[] tooMuch = filled(17 * PAGE);
    assertFails(Errno.ENOMEM, () -> object.write(0, tooMuch, 0, tooMuch.length));
    assertEquals(16 * PAGE, object.sizeBytes());
    assertEquals(5, read(object, 16 * PAGE - 1, 1)[0]);
  }

  private static byte[] filled(int size) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) 5);
    return bytes;
  }

  private static byte[] read(MemoryObject object, long offset, int length) {
    byte[] target = new byte[length];
    int count = object.read(offset, target, 0, length);
    return Arrays.copyOf(target, count);
  }
}
