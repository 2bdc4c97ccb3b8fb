package spool.emulator.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static spool.emulator.isa.Assembler.i;
import static spool.emulator.isa.Assembler.jal;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import spool.emulator.memory.PhysicalMemory;

class CodeCacheTest {
  private static final long RAM = 0x8000_0000L;
  private static final long CODE = RAM + 0x200;
  private static final int INSTRUCTIONS = 5;
  private static final int BYTES = 4 * INSTRUCTIONS;

  private static final int LARGE_BYTES = 80 * PhysicalMemory.FRAME_BYTES;
  private static final int LONGEST_BLOCK = 64;
  private static final short COMPRESSED_NOP = 1;

  private final PhysicalMemory memory = new PhysicalMemory(RAM, 1 << 16);
  private final CodeCache cache = new CodeCache(memory, Translator.none());
  private int drops;

  @BeforeEach
  void place() {
    for (int at = 0; at < BYTES - 4; at += 4) {
      memory.store32(CODE + at, i("addi", 1, 1, 1));
    }
    memory.store32(CODE + BYTES - 4, jal(0, 0));
    cache.onDrop(() -> drops++);
  }

  @Test
  void aWriteBesideABlockLeavesIt() {
    Block block = cache.at(CODE);
    memory.store64(CODE - 8, 1);
    memory.store8(CODE + BYTES, (byte) 1);
    memory.fill(RAM + 0x1000, 0x1000, (byte) 1);
    assertSame(block, cache.at(CODE));
    assertEquals(0, drops);
  }

  @Test
  void whereHartsAreThreadsTheyLookAgainWhenTheyAreToldTo() {
    PhysicalMemory shared = PhysicalMemory.shared(RAM, 1 << 16);
    shared.store32(CODE, i("addi", 1, 1, 1));
    shared.store32(CODE + 4, jal(0, 0));
    CodeCache own = new CodeCache(shared, Translator.none());
    Block block = own.at(CODE);
    own.refresh();
    assertSame(block, own.at(CODE));
    shared.replace32(CODE, shared.load32(CODE), i("addi", 1, 1, 2));
    assertSame(block, own.at(CODE));
    own.refresh();
    Block changed = own.at(CODE);
    assertNotSame(block, changed);
    shared.store32(CODE, i("addi", 1, 1, 3));
    assertNotSame(changed, own.at(CODE));
  }

  @Test
  void aWriteToAnyByteOfABlockDropsIt() {
    for (int at = 0; at < BYTES; at++) {
      Block block = cache.at(CODE);
      memory.store8(CODE + at, memory.load8(CODE + at));
      assertEquals(at + 1, drops);
      assertNotSame(block, cache.at(CODE));
    }
  }

  @Test
  void aWriteDropsEveryBlockThatItOverlapsAndNoOther() {
    Block[] blocks = new Block[INSTRUCTIONS];
    for (int index = 0; index < INSTRUCTIONS; index++) {
      blocks[index] = cache.at(CODE + 4L * index);
    }
    memory.store16(CODE + 10, (short) 0);
    for (int index = 0; index < INSTRUCTIONS; index++) {
      boolean kept = blocks[index] == cache.at(CODE + 4L * index);
      assertEquals(index > 2, kept, "block at instruction " + index);
    }
  }

  @Test
  void theLongestBlockIsDroppedByAWriteToItsEnd() {
    memory.fill(CODE, 4096 - 0x200, (byte) 1);
    Block block = cache.at(CODE);
    memory.store8(CODE + block.sizeBytes, (byte) 0);
    assertSame(block, cache.at(CODE));
    memory.store8(CODE + block.sizeBytes - 1, (byte) 0);
    assertNotSame(block, cache.at(CODE));
  }

  @Test
  void whatStraddlesFramesIsWatchedInBoth() {
    memory.store16(RAM + 0x1ffe, (short) 0x13);
    cache.straddling(RAM + 0x1ffe, RAM + 0x3000);
    memory.store16(RAM + 0x3002, (short) 0);
    memory.store16(RAM + 0x1ffc, (short) 0);
    assertEquals(0, drops);
    memory.store16(RAM + 0x3000, (short) 0);
    assertEquals(1, drops);
    memory.store16(RAM + 0x1ffe, (short) 0);
    assertEquals(2, drops);
  }

  /// A program that jumps to every halfword of its code would have the host keep half a kibibyte
  /// for each.
  @Test
  void blocksThatBeginEverywhereTakeBoundedMemory() {
    PhysicalMemory large = new PhysicalMemory(RAM, LARGE_BYTES);
    for (int offset = 0; offset < LARGE_BYTES; offset += Short.BYTES) {
      large.store16(RAM + offset, COMPRESSED_NOP);
    }
    CodeCache bounded = new CodeCache(large, Translator.none());
    bounded.onDrop(() -> drops++);
    long most = 0;
    for (int offset = 0; offset < LARGE_BYTES; offset += Short.BYTES) {
      bounded.at(RAM + offset);
      most = Math.max(most, bounded.madeBytes());
    }
    assertEquals(1, drops);
    assertTrue(most < 65 << 20, most + " bytes");
    assertEquals(LONGEST_BLOCK, bounded.at(RAM).code.length);
  }
}
