package spool.emulator.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import spool.emulator.memory.PhysicalMemory;

class CodeCacheTest {
  private static final long BASE = 0x8000_0000L;
  private static final int BYTES = 80 * PhysicalMemory.FRAME_BYTES;
  private static final int LONGEST_BLOCK = 64;
  private static final short COMPRESSED_NOP = 1;

  /// A program that jumps to every halfword of its code would have the host keep half a kibibyte
  /// for each.
  @Test
  void blocksThatBeginEverywhereTakeBoundedMemory() {
    PhysicalMemory memory = new PhysicalMemory(BASE, BYTES);
    for (int offset = 0; offset < BYTES; offset += Short.BYTES) {
      memory.store16(BASE + offset, COMPRESSED_NOP);
    }
    CodeCache cache = new CodeCache(memory);
    int[] drops = {0};
    cache.onDrop(() -> drops[0]++);
    long most = 0;
    for (int offset = 0; offset < BYTES; offset += Short.BYTES) {
      cache.at(BASE + offset);
      most = Math.max(most, cache.madeBytes());
    }
    assertEquals(1, drops[0]);
    assertTrue(most < 65 << 20, most + " bytes");
    assertEquals(LONGEST_BLOCK, cache.at(BASE).code.length);
  }
}
