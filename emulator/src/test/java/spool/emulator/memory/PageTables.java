package spool.emulator.memory;

/// Builds Sv39 page tables in RAM for tests, taking frames for tables from the first one on.
public final class PageTables {
  private static final int LEVELS = 3;

  private final PhysicalMemory memory;
  private final long root;
  private long nextTable;

  /// Page tables whose root is at `root`, more tables above it.
  public PageTables(PhysicalMemory memory, long root) {
    this.memory = memory;
    this.root = root;
    nextTable = root + PhysicalMemory.FRAME_BYTES;
  }

  /// The address of the root table.
  public long root() {
    return root;
  }

  /// The value of `satp` for these tables.
  public long satp() {
    return 8L << 60 | root >>> 12;
  }

  /// Maps the page of `address` to the frame at `physical`.
  public void map(long address, long physical, long bits) {
    map(address, physical, bits, 0);
  }

  /// Maps a page of 4 KiB (`level` 0), 2 MiB (1) or 1 GiB (2).
  public void map(long address, long physical, long bits, int level) {
    memory.store64(entryAddress(address, level), PageTableEntry.of(physical, bits));
  }

  /// The address of the entry for `address` at `level`; tables on the way are made.
  public long entryAddress(long address, int level) {
    long table = root;
    for (int above = LEVELS - 1; above > level; above--) {
      table = next(table + index(address, above) * Long.BYTES);
    }
    return table + index(address, level) * Long.BYTES;
  }

  /// The entry for `address` at `level`.
  public long entry(long address, int level) {
    return memory.load64(entryAddress(address, level));
  }

  private long next(long pointer) {
    long entry = memory.load64(pointer);
    if (entry != 0) {
      return PageTableEntry.frameAddress(entry);
    }
    long table = nextTable;
    nextTable += PhysicalMemory.FRAME_BYTES;
    memory.store64(pointer, PageTableEntry.of(table, PageTableEntry.V));
    return table;
  }

  private static long index(long address, int level) {
    return address >>> (12 + level * 9) & 511;
  }
}
