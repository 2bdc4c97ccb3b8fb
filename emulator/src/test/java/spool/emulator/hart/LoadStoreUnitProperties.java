package spool.emulator.hart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static spool.emulator.memory.PageTableEntry.R;
import static spool.emulator.memory.PageTableEntry.U;
import static spool.emulator.memory.PageTableEntry.V;
import static spool.emulator.memory.PageTableEntry.W;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import spool.emulator.isa.Trap;
import spool.emulator.memory.Bus;
import spool.emulator.memory.PageTables;
import spool.emulator.memory.PhysicalMemory;

final class LoadStoreUnitProperties {
  private static final long RAM = 0x8000_0000L;
  private static final long PAGES = 0x5000;
  private static final int BYTES = 3 * PhysicalMemory.FRAME_BYTES;

  private final PhysicalMemory memory = new PhysicalMemory(RAM, 4 << 20);
  private final Hart hart = new Hart(0, new Bus(memory));
  private final byte[] model = new byte[BYTES];

  /// Three pages in frames that are neither in order nor neighbours; the fourth is not mapped.
  LoadStoreUnitProperties() {
    PageTables tables = new PageTables(memory, RAM + 0x1_0000);
    tables.map(PAGES, RAM + 0x9000, V | R | W | U);
    tables.map(PAGES + 0x1000, RAM + 0x7000, V | R | W | U);
    tables.map(PAGES + 0x2000, RAM + 0x3000, V | R | W | U);
    hart.permitAllMemory();
    hart.satp(tables.satp());
    hart.privilege(Privilege.U);
  }

  @Property(tries = 1000)
  void accessesOfAnyAlignmentAreBytesOneAfterTheOther(
      @ForAll @IntRange(max = 2) int boundary,
      @ForAll @IntRange(min = -9, max = 9) int distance,
      @ForAll @IntRange(max = 3) int logarithm,
      @ForAll long value) {
    int offset = Math.max(0, (boundary + 1) * PhysicalMemory.FRAME_BYTES + distance);
    int size = 1 << logarithm;
    boolean inside = offset + size <= BYTES;
    if (inside) {
      storeInModel(offset, size, value);
    }
    assertEquals(inside, store(PAGES + offset, size, value));
    for (int i = 0; i < BYTES; i++) {
      assertEquals(model[i], hart.load8(PAGES + i));
    }
    if (inside) {
      assertEquals(value & mask(size), load(PAGES + offset, size) & mask(size));
    }
  }

  private void storeInModel(int offset, int size, long value) {
    for (int i = 0; i < size; i++) {
      model[offset + i] = (byte) (value >>> (8 * i));
    }
  }

  private boolean store(long address, int size, long value) {
    try {
      switch (size) {
        case 1 -> hart.store8(address, (byte) value);
        case 2 -> hart.store16(address, (short) value);
        case 4 -> hart.store32(address, (int) value);
        default -> hart.store64(address, value);
      }
      return true;
    } catch (Trap trap) {
      assertEquals(Math.max(address, PAGES + BYTES), trap.value());
      return false;
    }
  }

  private long load(long address, int size) {
    return switch (size) {
      case 1 -> hart.load8(address);
      case 2 -> hart.load16(address);
      case 4 -> hart.load32(address);
      default -> hart.load64(address);
    };
  }

  private static long mask(int size) {
    return -1L >>> (64 - 8 * size);
  }
}
