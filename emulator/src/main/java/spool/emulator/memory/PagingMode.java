package spool.emulator.memory;

import static spool.emulator.memory.PageTableEntry.A;
import static spool.emulator.memory.PageTableEntry.D;
import static spool.emulator.memory.PageTableEntry.MEMORY_TYPE;
import static spool.emulator.memory.PageTableEntry.has;

/// How page tables are read: how many levels they have (3 for Sv39, 4 for Sv48, 5 for Sv57),
/// whether the hart itself sets accessed and dirty bits (Svadu) or faults for software to do it
/// (Svade), and whether entries may have a memory type (Svpbmt).
public record PagingMode(int levels, boolean setsBits, boolean hasMemoryTypes) {
  /// Sv39 with Svadu.
  public static final PagingMode SV39 = new PagingMode(3, true, false);

  private static final int PAGE_SHIFT = 12;
  private static final int INDEX_BITS = 9;

  /// Whether the bits of `address` above those that are translated equal the highest of them.
  boolean isCanonical(long address) {
    int unused = Long.SIZE - (PAGE_SHIFT + INDEX_BITS * levels);
    return address << unused >> unused == address;
  }

  /// Whether the leaf `entry` has no reserved memory type, and the bits that software is to set for
  /// `access`.
  boolean permits(long entry, Access access) {
    long type = entry & MEMORY_TYPE;
    boolean legal = type == 0 || (hasMemoryTypes && type != MEMORY_TYPE);
    return legal && (setsBits || has(entry, access == Access.STORE ? A | D : A));
  }
}
