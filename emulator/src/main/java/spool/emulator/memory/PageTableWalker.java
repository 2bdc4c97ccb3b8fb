package spool.emulator.memory;

import static spool.emulator.memory.PageTableEntry.A;
import static spool.emulator.memory.PageTableEntry.D;
import static spool.emulator.memory.PageTableEntry.MEMORY_TYPE;
import static spool.emulator.memory.PageTableEntry.N;
import static spool.emulator.memory.PageTableEntry.R;
import static spool.emulator.memory.PageTableEntry.U;
import static spool.emulator.memory.PageTableEntry.V;
import static spool.emulator.memory.PageTableEntry.W;
import static spool.emulator.memory.PageTableEntry.X;
import static spool.emulator.memory.PageTableEntry.has;

/// Translates virtual addresses by the page tables in RAM (RISC-V privileged architecture, "Virtual
/// Address Translation Process").
///
/// A table is a frame of 512 entries; as many of them as the [PagingMode] has levels lead from the
/// root to a 4 KiB page. A leaf found early maps a superpage of 2 MiB, 1 GiB and so on, which must
/// be aligned to its size in physical memory; a leaf of the last level can be marked as one of
/// sixteen alike that map 64 KiB (Svnapot). The walker sets the accessed bit of every leaf that it
/// answers, and the dirty bit if the access is a store, or faults if the mode leaves that to
/// software: either way an answer is always one that the table itself gives from then on.
public final class PageTableWalker {
  /// Answered when the tables do not permit the access.
  public static final long PAGE_FAULT = -1;

  /// Answered when a table is not in RAM, or protected.
  public static final long ACCESS_FAULT = -2;

  /// Answered when another hart changed the entry meanwhile.
  private static final long CHANGED = -3;

  /// Set in an answer that comes from a leaf for more than one page.
  public static final long SUPERPAGE = 1 << 8;

  private static final int PAGE_SHIFT = 12;
  private static final int INDEX_BITS = 9;
  private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;
  private static final long POINTER_RESERVED = A | D | U | N | MEMORY_TYPE;
  private static final long RESERVED = 0x7fL << 54;
  private static final long ANSWER_BITS = 0xff;

  /// Svnapot: what the low bits of the frame number say of a leaf with the bit N, and how far the
  /// frames reach that it stands for.
  private static final long NAPOT_MASK = 0xf000;

  private static final long NAPOT_64K = 0x8000;

  private final PhysicalMemory memory;
  private final PhysicalProtection protection;

  /// A walker of tables in `memory`, which it may access as supervisor mode may by `protection`.
  public PageTableWalker(PhysicalMemory memory, PhysicalProtection protection) {
    this.memory = memory;
    this.protection = protection;
  }

  /// Translates `address` for `access` by the tables under the frame `root`.
  ///
  /// The answer is the address of the 4 KiB frame, its low bits the leaf's permission bits and
  /// [#SUPERPAGE]; or it is negative, [#PAGE_FAULT] or [#ACCESS_FAULT].
  public long walk(PagingMode mode, long root, long address, Access access, Viewpoint viewpoint) {
    long answer;
    do {
      answer = walkOnce(mode, root, address, access, viewpoint);
    } while (answer == CHANGED);
    return answer;
  }

  private long walkOnce(
      PagingMode mode, long root, long address, Access access, Viewpoint viewpoint) {
    if (!mode.isCanonical(address)) {
      return PAGE_FAULT;
    }
    long table = root;
    for (int level = mode.levels() - 1; level >= 0; level--) {
      long entryAddress = table + index(address, level) * Long.BYTES;
      if (!isServed(entryAddress, Access.LOAD)) {
        return ACCESS_FAULT;
      }
      long entry = memory.load64(entryAddress);
      if (isReserved(entry)) {
        return PAGE_FAULT;
      }
      if ((entry & (R | X)) != 0) {
        boolean permitted = viewpoint.permits(entry, access) && mode.permits(entry, access);
        return permitted ? leaf(entryAddress, entry, level, address, access) : PAGE_FAULT;
      }
      if ((entry & POINTER_RESERVED) != 0) {
        return PAGE_FAULT;
      }
      table = PageTableEntry.frameAddress(entry);
    }
    return PAGE_FAULT;
  }

  /// The physical address that the tables under the frame `root` have for `address`, whatever they
  /// permit, or [#PAGE_FAULT]. Looking so changes nothing.
  public long find(PagingMode mode, long root, long address) {
    long table = root;
    for (int level = mode.levels() - 1; level >= 0 && mode.isCanonical(address); level--) {
      long entryAddress = table + index(address, level) * Long.BYTES;
      long entry = memory.contains(entryAddress, Long.BYTES) ? memory.load64(entryAddress) : 0;
      if (isReserved(entry)) {
        return PAGE_FAULT;
      }
      table = PageTableEntry.frameAddress(entry);
      if ((entry & (R | X)) != 0) {
        long inside = has(entry, N) ? NAPOT_MASK | mask(0) : mask(level);
        return (table & ~inside) | (address & inside);
      }
    }
    return PAGE_FAULT;
  }

  private long leaf(long entryAddress, long entry, int level, long address, Access access) {
    boolean napot = has(entry, N);
    long frame = PageTableEntry.frameAddress(entry);
    if (napot ? level > 0 || (frame & NAPOT_MASK) != NAPOT_64K : (frame & mask(level)) != 0) {
      return PAGE_FAULT;
    }
    long used = entry | A | (access == Access.STORE ? D : 0);
    if (used != entry) {
      if (!isServed(entryAddress, Access.STORE)) {
        return ACCESS_FAULT;
      }
      if (!memory.replace64(entryAddress, entry, used)) {
        return CHANGED;
      }
    }
    long inside = napot ? NAPOT_MASK : mask(level) & -PhysicalMemory.FRAME_BYTES;
    long page = (frame & ~inside) | (address & inside);
    return page | (used & ANSWER_BITS) | (inside != 0 ? SUPERPAGE : 0);
  }

  private boolean isServed(long entryAddress, Access access) {
    return memory.contains(entryAddress, Long.BYTES)
        && protection.permits(entryAddress, Long.BYTES, access, false);
  }

  /// The bits of an address inside a page of `level`.
  private static long mask(int level) {
    return (1L << (PAGE_SHIFT + level * INDEX_BITS)) - 1;
  }

  private static long index(long address, int level) {
    return address >>> (PAGE_SHIFT + level * INDEX_BITS) & INDEX_MASK;
  }

  private static boolean isReserved(long entry) {
    return !has(entry, V) || (has(entry, W) && !has(entry, R)) || (entry & RESERVED) != 0;
  }
}
