package spool.emulator.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UntouchedMemoryTest {
  private static final int SIZE = 1 << 16;

  @TempDir Path folder;

  private static void write(MemorySegment memory) {
    assertArrayEquals(new byte[SIZE], memory.toArray(ValueLayout.JAVA_BYTE));
    memory.set(ValueLayout.JAVA_LONG, SIZE - Long.BYTES, 42);
    assertEquals(42, memory.get(ValueLayout.JAVA_LONG, SIZE - Long.BYTES));
  }

  @Test
  void isZeroAndLeavesNoFile() throws IOException {
    MemorySegment memory = UntouchedMemory.of(SIZE, List.of(folder));
    assertTrue(memory.isMapped(), "not a mapping");
    write(memory);
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void isAnArrayWhereThereCanBeNoFile() {
    MemorySegment memory = UntouchedMemory.of(SIZE, List.of(folder.resolve("nowhere")));
    assertFalse(memory.isMapped(), "a mapping");
    write(memory);
  }

  @Test
  void isNoFileInMemory() {
    Path memory = Path.of("/dev/shm");
    assumeTrue(Files.isWritable(memory), "this host has no /dev/shm");
    assertFalse(UntouchedMemory.of(SIZE, List.of(memory)).isMapped(), "a mapping");
    assertTrue(UntouchedMemory.of(SIZE, List.of(memory, folder)).isMapped(), "not a mapping");
  }

  @Test
  void memoriesAreApart() {
    MemorySegment one = UntouchedMemory.of(SIZE, List.of(folder));
    write(one);
    write(UntouchedMemory.of(SIZE, List.of(folder)));
  }
}
