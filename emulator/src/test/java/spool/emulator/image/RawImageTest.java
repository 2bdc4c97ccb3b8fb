package spool.emulator.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import spool.emulator.memory.PhysicalMemory;

class RawImageTest {
  private static final long BASE = 0x8000_0000L;

  private final PhysicalMemory memory = new PhysicalMemory(BASE, 1 << 20);

  @Test
  void placesBytes() {
    RawImage.place(new byte[] {1, 2, 3}, memory, BASE + 5);
    assertEquals(3, memory.load8(BASE + 7));
    assertThrows(
        IllegalArgumentException.class,
        () -> RawImage.place(new byte[2], memory, BASE + (1 << 20) - 1));
  }

  @Test
  void placesSegmentsAtTheirPhysicalAddressesWithZerosBehind() throws ElfException {
    memory.fill(BASE, 0x2000, (byte) -1);
    long entry = RawImage.place(new ElfImage().parse(), memory);
    assertEquals(BASE, entry);
    assertEquals(0x7f, memory.load8(BASE));
    assertEquals('/', memory.load8(BASE + 0x1100));
    assertEquals(0, memory.load8(BASE + 0x1110));
    assertEquals(0, memory.load8(BASE + 0x113f));
    assertEquals(-1, memory.load8(BASE + 0x1140));
  }

  @Test
  void refusesWhatIsOutsideRam() throws ElfException {
    ElfFile program = new ElfImage().put(ElfImage.DATA + 24, 8, 0x1000).parse();
    var refusal = assertThrows(ElfException.class, () -> RawImage.place(program, memory));
    assertEquals("the segment of 0x40 bytes at 0x1000 is outside RAM", refusal.getMessage());
  }
}
