package spool.emulator.memory;

import static spool.emulator.memory.PageTableEntry.A;
import static spool.emulator.memory.PageTableEntry.D;
import static spool.emulator.memory.PageTableEntry.R;
import static spool.emulator.memory.PageTableEntry.U;
import static spool.emulator.memory.PageTableEntry.V;
import static spool.emulator.memory.PageTableEntry.W;
import static spool.emulator.memory.PageTableEntry.X;
import static spool.emulator.memory.PageTableEntry.has;

/// Translates virtual addresses by the Sv39 page tables in RAM (RISC-V privileged architecture,
/// "Virtual Address Translation Process").
///
/// A table is a frame of 512 entries; three of them lead from the root to a 4 KiB page. A leaf
/// found early maps a superpage of 2 MiB or 1 GiB, which must be aligned to its size in physical
/// memory. The walker sets the accessed bit of every leaf that it answers, and the dirty bit if the
/// access is a store, so that an answer is always one that the table itself gives from then on.
public final class PageTableWalker {
  /// Answered when the tables do not permit the access.
  public static final long PAGE_FAULT = -1;

  /// Answered when a table is not in RAM.
  public static final long ACCESS_FAULT = -2;

  /// Set in an answer that comes from a superpage.
  public static final long SUPERPAGE = 1 << 8;

  private static final int LEVELS = 3;
  private static final int ADDRESS_BITS = 39;
  private static final int PAGE_SHIFT = 12;
  private static final int INDEX_BITS = 9;
  private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;
  private static final long POINTER_RESERVED = A | D | U;
  private static final long RESERVED = -1L << 54;
  private static final long ANSWER_BITS = 0xff;

  private final PhysicalMemory memory;

  /// A walker of tables in `memory`.
  public PageTableWalker(PhysicalMemory memory) {
    this.memory = memory;
  }

  /// Translates `address` for `access` by the tables under the frame `root`.
  ///
  /// The answer is the address of the 4 KiB frame, its low bits the leaf's permission bits and
  /// [#SUPERPAGE]; or it is negative, [#PAGE_FAULT] or [#ACCESS_FAULT].
  public long walk(long root, long address, Access access, Viewpoint viewpoint) {
    if (!isCanonical(address)) {
      return PAGE_FAULT;
    }
    long table = root;
    for (int level = LEVELS - 1; level >= 0; level--) {
      long entryAddress = table + index(address, level) * Long.BYTES;
      if (!memory.contains(entryAddress, Long.BYTES)) {
        return ACCESS_FAULT;
      }
      long entry = memory.load64(entryAddress);
      if (isReserved(entry)) {
        return PAGE_FAULT;
      }
      if ((entry & (R | X)) != 0) {
        return leaf(entryAddress, entry, level, address, access, viewpoint);
      }
      if ((entry & POINTER_RESERVED) != 0) {
        return PAGE_FAULT;
      }
      table = PageTableEntry.frameAddress(entry);
    }
    return PAGE_FAULT;
  }

  private long leaf(
      long entryAddress, long entry, int level, long address, Access access, Viewpoint viewpoint) {
    long offsetMask = (1L << (PAGE_SHIFT + level * INDEX_BITS)) - 1;
    long frame = PageTableEntry.frameAddress(entry);
    if (!viewpoint.permits(entry, access) || (frame & offsetMask) != 0) {
      return PAGE_FAULT;
    }
    long used = entry | A | (access == Access.STORE ? D : 0);
    if (used != entry) {
      memory.store64(entryAddress, used);
    }
    long page = frame | (address & offsetMask & -PhysicalMemory.FRAME_BYTES);
    return page | (used & ANSWER_BITS) | (level > 0 ? SUPERPAGE : 0);
  }

  private static boolean isCanonical(long address) {
    int unused = Long.SIZE - ADDRESS_BITS;
    return address << unused >> unused == address;
  }

  private static long index(long address, int level) {
    return address >>> (PAGE_SHIFT + level * INDEX_BITS) & INDEX_MASK;
  }

  private static boolean isReserved(long entry) {
    return !has(entry, V) || (has(entry, W) && !has(entry, R)) || (entry & RESERVED) != 0;
  }
}
