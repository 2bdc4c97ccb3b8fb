package spool.emulator.memory;

/// Builds page tables in RAM for tests, taking frames for tables from the first one on.
public final class PageTables {
  private final PhysicalMemory memory;
  private final long root;
  private final int levels;
  private long nextTable;

  /// Sv39 page tables whose root is at `root`, more tables above it.
  public PageTables(PhysicalMemory memory, long root) {
    this(memory, root, 3);
  }

  /// The same with 3 (Sv39), 4 (Sv48) or 5 (Sv57) levels.
  public PageTables(PhysicalMemory memory, long root, int levels) {
    this.memory = memory;
    this.root = root;
    this.levels = levels;
    nextTable = root + PhysicalMemory.FRAME_BYTES;
  }

  /// The address of the root table.
  public long root() {
    return root;
  }

  /// The value of `satp` for these tables.
  public long satp() {
    return (levels + 5L) << 60 | root >>> 12;
  }

  /// Maps the page of `address` to the frame at `physical`.
  public void map(long address, long physical, long bits) {
    map(address, physical, bits, 0);
  }

  /// Maps a page of 4 KiB (`level` 0), 2 MiB (1), 1 GiB (2) and so on.
  public void map(long address, long physical, long bits, int level) {
    memory.store64(entryAddress(address, level), PageTableEntry.of(physical, bits));
  }

  /// The address of the entry for `address` at `level`; tables on the way are made.
  public long entryAddress(long address, int level) {
    long table = root;
    for (int above = levels - 1; above > level; above--) {
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
