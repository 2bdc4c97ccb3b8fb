package spool.kernel.vm;

import static spool.emulator.memory.PageTableEntry.A;
import static spool.emulator.memory.PageTableEntry.D;
import static spool.emulator.memory.PageTableEntry.R;
import static spool.emulator.memory.PageTableEntry.U;
import static spool.emulator.memory.PageTableEntry.V;
import static spool.emulator.memory.PageTableEntry.W;
import static spool.emulator.memory.PageTableEntry.X;
import static spool.emulator.memory.PageTableEntry.frameAddress;
import static spool.emulator.memory.PageTableEntry.has;

import spool.emulator.memory.Access;
import spool.emulator.memory.PageTableEntry;
import spool.emulator.memory.PhysicalMemory;

/// An Sv39 page table in guest RAM, as the harts walk it (RISC-V privileged architecture, "Sv39:
/// Page-Based 39-bit Virtual-Memory System"): three levels of 512 entries, leaves in the last.
///
/// An entry that is not zero names a frame. While its valid bit is clear no access of the guest's
/// succeeds, but the page keeps its frame: so is memory that was protected with `PROT_NONE`. The
/// accessed and dirty bits are set in advance, as nothing here goes by them.
final class PageTable {
  private static final int PAGE_BITS = 12;
  private static final int INDEX_BITS = 9;
  private static final int ENTRIES = 1 << INDEX_BITS;
  private static final int ENTRY_BYTES = 8;
  private static final int ROOT_LEVEL = 2;
  private static final long SV39 = 8L << 60;

  /// Decides what becomes of an entry.
  @FunctionalInterface
  interface Change {
    /// The new entry of the page at `address` in place of `entry`; 0 for none.
    long apply(long address, long entry);
  }

  private final Frames frames;
  private final PhysicalMemory memory;
  private final long root;
  private long residentPages;
  private int tables;

  /// An empty table. Throws ENOMEM.
  PageTable(Frames frames) {
    this.frames = frames;
    this.memory = frames.memory();
    this.root = allocateTable();
  }

  /// The entry of a page in `frame` with `protection`, and writable only if `writable` too.
  static long entry(long frame, Protection protection, boolean writable) {
    boolean usable = !protection.equals(Protection.NONE);
    return PageTableEntry.of(
        frame,
        bits(usable, V | U | A)
            | bits(protection.allows(Access.LOAD), R)
            | bits(protection.allows(Access.FETCH), X)
            | bits(writable && protection.isWritable(), W | D));
  }

  private static long bits(boolean wanted, long bits) {
    return wanted ? bits : 0;
  }

  /// `entry`, but not writable.
  static long readOnly(long entry) {
    return entry & ~(W | D);
  }

  /// Whether a user's `access` by `entry` succeeds.
  static boolean allows(long entry, Access access) {
    return switch (access) {
      case LOAD -> has(entry, V | R);
      case STORE -> has(entry, V | W);
      case FETCH -> has(entry, V | X);
    };
  }

  /// The value of the CSR `satp` that selects this table.
  long satp() {
    return SV39 | root >>> PAGE_BITS;
  }

  /// How many pages have entries.
  long residentPages() {
    return residentPages;
  }

  /// How many frames the table takes itself.
  int tables() {
    return tables;
  }

  /// The entry of the page of `address`, or 0.
  long entry(long address) {
    long table = root;
    for (int level = ROOT_LEVEL; level > 0; level--) {
      long entry = memory.load64(table + offset(address, level));
      if (entry == 0) {
        return 0;
      }
      table = frameAddress(entry);
    }
    return memory.load64(table + offset(address, 0));
  }

  /// The physical address of the entry of the page of `address`, with the tables on the way to it.
  /// Throws ENOMEM. It holds until a [#change] removes entries.
  long slot(long address) {
    long table = root;
    for (int level = ROOT_LEVEL; level > 0; level--) {
      table = tableAt(table + offset(address, level));
    }
    return table + offset(address, 0);
  }

  /// Sets the entry in a [#slot].
  void set(long slot, long entry) {
    residentPages += present(entry) - present(memory.load64(slot));
    memory.store64(slot, entry);
  }

  /// Lets `change` replace every entry from address `from` to `to`, in ascending order, and frees
  /// the tables that this leaves empty.
  void change(long from, long to, Change change) {
    change(root, ROOT_LEVEL, 0, from, to, change);
  }

  /// Frees the tables. No entry may be left.
  void release() {
    if (residentPages != 0) {
      throw new IllegalStateException(residentPages + " pages are still mapped");
    }
    releaseTable(root, ROOT_LEVEL);
  }

  private long tableAt(long slot) {
    long entry = memory.load64(slot);
    if (entry != 0) {
      return frameAddress(entry);
    }
    long table = allocateTable();
    memory.store64(slot, PageTableEntry.of(table, V));
    return table;
  }

  private long allocateTable() {
    long table = frames.allocate();
    tables++;
    return table;
  }

  private void freeTable(long table) {
    frames.release(table);
    tables--;
  }

  /// Changes what `table`, which begins at address `base`, has in the range, and says whether an
  /// entry went.
  private boolean change(long table, int level, long base, long from, long to, Change change) {
    int shift = PAGE_BITS + level * INDEX_BITS;
    int last = (int) Math.min(ENTRIES - 1, (to - 1 - base) >> shift);
    boolean removed = false;
    for (int index = (int) Math.max(0, (from - base) >> shift); index <= last; index++) {
      long slot = table + (long) index * ENTRY_BYTES;
      long entry = memory.load64(slot);
      long start = base + ((long) index << shift);
      if (entry != 0 && level == 0) {
        set(slot, change.apply(start, entry));
        removed |= memory.load64(slot) == 0;
      } else if (entry != 0 && change(frameAddress(entry), level - 1, start, from, to, change)) {
        removed |= prune(slot, frameAddress(entry));
      }
    }
    return removed;
  }

  private boolean prune(long slot, long table) {
    if (!isEmpty(table)) {
      return false;
    }
    memory.store64(slot, 0);
    freeTable(table);
    return true;
  }

  private boolean isEmpty(long table) {
    for (int index = 0; index < ENTRIES; index++) {
      if (memory.load64(table + (long) index * ENTRY_BYTES) != 0) {
        return false;
      }
    }
    return true;
  }

  private void releaseTable(long table, int level) {
    for (int index = 0; index < ENTRIES && level > 0; index++) {
      long entry = memory.load64(table + (long) index * ENTRY_BYTES);
      if (entry != 0) {
        releaseTable(frameAddress(entry), level - 1);
      }
    }
    freeTable(table);
  }

  private static int present(long entry) {
    return entry == 0 ? 0 : 1;
  }

  private static int offset(long address, int level) {
    return (int) ((address >>> (PAGE_BITS + level * INDEX_BITS)) & (ENTRIES - 1)) * ENTRY_BYTES;
  }
}
