package spool.emulator.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PhysicalMemoryTest {
  private static final long BASE = 0x8000_0000L;
  private static final long SIZE = 8 << 20;

  private final PhysicalMemory memory = new PhysicalMemory(BASE, SIZE);

  @Test
  void bytesAreLittleEndian() {
    memory.store64(BASE + 1, 0x8877_6655_4433_2211L);
    assertEquals(0x11, memory.load8(BASE + 1));
    assertEquals(0x3322, memory.load16(BASE + 2));
    assertEquals(0x7766_5544, memory.load32(BASE + 4));
    assertEquals(0x88, memory.load8(BASE + 8) & 0xff);
  }

  @Test
  void growthKeepsWhatWasThereAndTellsWhere() {
    List<byte[]> arrays = new ArrayList<>();
    memory.onGrowth(arrays::add);
    memory.store64(BASE + 8, 42);
    memory.store8(BASE + SIZE - 1, (byte) 7);
    assertEquals(42, memory.load64(BASE + 8));
    assertEquals(2, arrays.size());
    assertEquals(42, arrays.getLast()[8]);
    assertEquals(7, arrays.getLast()[(int) SIZE - 1]);
  }

  @Test
  void offsetsAreInsideTheArray() {
    List<byte[]> arrays = new ArrayList<>();
    memory.onGrowth(arrays::add);
    assertEquals(SIZE - 4096, memory.offset(BASE + SIZE - 4096));
    assertEquals(SIZE + PhysicalMemory.SPARE_BYTES + Long.BYTES, arrays.getLast().length);
  }

  @ParameterizedTest
  @ValueSource(longs = {4096, 3 << 12, 1 << 20, 5 << 18, 1 << 21, 9 << 20})
  void aMaskChangesNothingOfWhatIsInRam(long size) {
    PhysicalMemory some = new PhysicalMemory(BASE, size);
    int last = some.offset(BASE + size - 4096) + 4095;
    byte[] array = some.array().orElseThrow();
    assertEquals(last, last & PhysicalMemory.mask(array));
    if (Long.bitCount(size) == 1) {
      assertEquals(
          array.length, PhysicalMemory.mask(array) + 1 + PhysicalMemory.SPARE_BYTES + Long.BYTES);
    }
  }

  @Test
  void nothingIsOutsideRam() {
    assertTrue(memory.contains(BASE, SIZE));
    assertFalse(memory.contains(BASE - 1, 1));
    assertFalse(memory.contains(BASE + SIZE - 7, 8));
    assertFalse(memory.contains(Long.MIN_VALUE + BASE, 8));
    assertThrows(IndexOutOfBoundsException.class, () -> memory.load64(BASE + SIZE - 7));
    assertThrows(IndexOutOfBoundsException.class, () -> memory.store8(BASE - 1, (byte) 0));
    assertThrows(IndexOutOfBoundsException.class, () -> memory.copy(BASE, BASE + SIZE - 1, 2));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -4096, 4097, 1L << 31, Long.MAX_VALUE})
  void unsuitableSizesAreRefused(long size) {
    assertThrows(IllegalArgumentException.class, () -> new PhysicalMemory(BASE, size));
  }

  @Test
  void copiesMayOverlap() {
    byte[] text = {1, 2, 3, 4, 5};
    byte[] result = new byte[5];
    memory.write(BASE, text, 0, 5);
    memory.copy(BASE, BASE + 2, 3);
    memory.read(BASE, result, 0, 5);
    assertArrayEquals(new byte[] {1, 2, 1, 2, 3}, result);
  }

  @Test
  void everyWayToWriteUnmarksCodeOnce() {
    assertUnmarks(BASE, m -> m.store8(BASE + 1, (byte) 1));
    assertUnmarks(BASE + 2, m -> m.store16(BASE + 2, (short) 1));
    assertUnmarks(BASE + 6, m -> m.store32(BASE + 4, 1));
    assertUnmarks(BASE + 14, m -> m.store64(BASE + 8, 1));
    assertUnmarks(BASE + 2, m -> m.fill(BASE, 3, (byte) 1));
    assertUnmarks(BASE + 2, m -> m.copy(BASE + 8192, BASE + 1, 3));
    assertUnmarks(BASE + 2, m -> m.write(BASE, new byte[3], 0, 3));
    assertUnmarks(BASE + 4096, m -> m.store64(BASE + 4089, 1));
    assertUnmarks(BASE + 4094, m -> m.store64(BASE + 4089, 1));
    assertUnmarks(BASE + 4098, m -> m.fill(BASE, 3 * 4096, (byte) 1));
  }

  @Test
  void readersAndNeighboursLeaveMarksAlone() {
    memory.onCodeWrite((address, length) -> fail());
    memory.markCode(BASE + 4100, 6);
    memory.load64(BASE + 4096);
    memory.copy(BASE + 4096, BASE, 4096);
    memory.store32(BASE + 4096, 1);
    memory.store16(BASE + 4106, (short) 1);
    memory.store64(BASE + 8192, 1);
    memory.fill(BASE + 4100, 0, (byte) 0);
    assertTrue(memory.isCode(BASE + 8191));
  }

  @Test
  void listenersLearnWhatPartOfAFrameChangesBeforeItDoes() {
    List<String> seen = new ArrayList<>();
    memory.onCodeWrite(
        (address, length) ->
            seen.add("%x %d %d".formatted(address - BASE, length, memory.load8(address))));
    memory.markCode(BASE + 4090, 6);
    memory.markCode(BASE + 4096, 2);
    memory.fill(BASE + 4092, 100, (byte) 7);
    memory.fill(BASE + 4090, 100, (byte) 8);
    assertEquals(List.of("ffc 4 0", "1000 96 0", "ffa 6 0"), seen);
  }

  @Test
  void markingAFrameIsToldOnceUntilNothingInItIsMarked() {
    List<Long> marked = new ArrayList<>();
    memory.onCodeMarked(marked::add);
    memory.markCode(BASE + 4100, 4);
    memory.markCode(BASE + 4200, 2);
    assertEquals(List.of(BASE + 4096), marked);
    assertFalse(memory.isCode(BASE));
    memory.store32(BASE + 4100, 0);
    assertTrue(memory.isCode(BASE + 4096));
    memory.store16(BASE + 4200, (short) 0);
    assertFalse(memory.isCode(BASE + 4096));
    memory.markCode(BASE + 4100, 4);
    assertEquals(List.of(BASE + 4096, BASE + 4096), marked);
  }

  private static void assertUnmarks(long halfword, Consumer<PhysicalMemory> write) {
    PhysicalMemory fresh = new PhysicalMemory(BASE, SIZE);
    List<Long> written = new ArrayList<>();
    fresh.onCodeWrite((address, length) -> written.add(address + length));
    fresh.markCode(halfword, 2);
    write.accept(fresh);
    write.accept(fresh);
    assertEquals(1, written.size());
    assertTrue(written.getFirst() > halfword);
    assertFalse(fresh.isCode(halfword));
  }
}
