package spool.emulator.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SharedMemoryTest {
  private static final long BASE = 0x8000_0000L;
  private static final long SIZE = 1 << 20;
  private static final int ROUNDS = 20_000;

  private final PhysicalMemory memory = PhysicalMemory.shared(BASE, SIZE);

  @Test
  void accessesOfEveryWidthAndAlignmentAreLittleEndian() {
    for (int shift = 0; shift < 8; shift++) {
      memory.store64(BASE + shift, 0x8877_6655_4433_2211L);
      assertEquals(0x8877_6655_4433_2211L, memory.load64(BASE + shift));
      assertEquals(0x7766_5544, memory.load32(BASE + shift + 3));
      assertEquals(0x3322, memory.load16(BASE + shift + 1));
      assertEquals(0x11, memory.load8(BASE + shift));
      memory.store32(BASE + shift, 1);
      memory.store16(BASE + shift + 4, (short) 2);
      memory.store8(BASE + shift + 6, (byte) 3);
      assertEquals(0x8803_0002_0000_0001L, memory.load64(BASE + shift));
    }
  }

  @Test
  void bytesAreCopiedInAndOut() {
    byte[] text = {1, 2, 3, 4, 5};
    byte[] result = new byte[5];
    memory.write(BASE, text, 0, 5);
    memory.copy(BASE, BASE + 2, 3);
    memory.read(BASE, result, 0, 5);
    assertArrayEquals(new byte[] {1, 2, 1, 2, 3}, result);
    memory.fill(BASE + 1, 3, (byte) 9);
    assertEquals(0x0303_0909_0901L & 0xff_ffff_ffffL, memory.load64(BASE) & 0xff_ffff_ffffL);
  }

  @Test
  void nothingIsOutsideRam() {
    assertThrows(IndexOutOfBoundsException.class, () -> memory.load64(BASE + SIZE - 7));
    assertThrows(IndexOutOfBoundsException.class, () -> memory.store8(BASE - 1, (byte) 0));
  }

  @Test
  void itIsNoArray() {
    assertTrue(memory.isShared());
    assertFalse(new PhysicalMemory(BASE, SIZE).isShared());
    assertThrows(IllegalStateException.class, () -> memory.onGrowth(array -> {}));
  }

  @Test
  void aWordIsReplacedOnlyIfItIsAsExpected() {
    for (PhysicalMemory each : List.of(memory, new PhysicalMemory(BASE, SIZE))) {
      assertFalse(each.replace32(BASE, 1, 2));
      assertTrue(each.replace32(BASE, 0, 2));
      assertFalse(each.replace64(BASE, 0, 3));
      assertTrue(each.replace64(BASE, 2, 3));
      assertEquals(3, each.update32(BASE, 4, Integer::sum));
      assertEquals(7, each.update64(BASE, 5, (old, operand) -> operand));
      assertEquals(5, each.load64(BASE));
    }
  }

  @Test
  void noUpdateOfAnyThreadIsLost() throws InterruptedException {
    Runnable work =
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            memory.update32(BASE + 4, 1, Integer::sum);
            memory.update64(BASE + 8, 1, Long::sum);
            int old = memory.load32(BASE + 16);
            while (!memory.replace32(BASE + 16, old, old + 1)) {
              old = memory.load32(BASE + 16);
            }
          }
        };
    Thread other = Thread.ofPlatform().start(work);
    work.run();
    other.join();
    assertEquals(2 * ROUNDS, memory.load32(BASE + 4));
    assertEquals(2 * ROUNDS, memory.load64(BASE + 8));
    assertEquals(2 * ROUNDS, memory.load32(BASE + 16));
  }

  @Test
  void writersAreToldOfOnceForEachMarkWhenTheyAreDone() {
    List<String> seen = new ArrayList<>();
    memory.onCodeWrite(
        (address, length) ->
            seen.add("%x %d %d".formatted(address - BASE, length, memory.load8(BASE + 4100))));
    memory.store32(BASE + 4100, 1);
    memory.markCode(BASE + 4100, 4);
    memory.store32(BASE + 4100, 2);
    memory.store32(BASE + 4100, 3);
    memory.markCode(BASE + 4100, 4);
    memory.fill(BASE, 8192, (byte) 4);
    assertEquals(List.of("1000 4096 2", "1000 4096 4"), seen);
  }

  @Test
  void storesOfHartsNeedNotComeHere() {
    memory.markCode(BASE, 4096);
    assertFalse(memory.isCode(BASE));
  }
}
