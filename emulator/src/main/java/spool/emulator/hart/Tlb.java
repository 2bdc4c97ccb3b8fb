package spool.emulator.hart;

import java.util.Arrays;

/// A direct-mapped cache of pages that may be accessed in one way and lie in RAM.
///
/// A slot is two elements of `entries`, side by side for the sake of the fast path: the tag, which
/// is the address of the page, and the delta, which added to an address in the page gives its index
/// in the array that holds RAM. An aligned access of `size` bytes may proceed when the tag equals
/// `address & (PAGE_MASK | size - 1)`: one comparison that also fails for an address that is not
/// aligned.
final class Tlb {
  static final int PAGE_SHIFT = 12;
  static final long PAGE_MASK = -1L << PAGE_SHIFT;

  private static final int SLOTS = 256;
  private static final int SLOT_MASK = 2 * (SLOTS - 1);

  /// The tag of an empty slot has a bit that no masked address has.
  private static final long EMPTY = 1 << (PAGE_SHIFT - 1);

  final long[] entries = new long[2 * SLOTS];
  private boolean isClear;

  Tlb() {
    clear();
  }

  /// Where in `entries` the tag for `address` is; its delta follows.
  static int slot(long address) {
    return (int) (address >>> (PAGE_SHIFT - 1)) & SLOT_MASK;
  }

  /// Whether the page of `address` is here.
  boolean holds(long address) {
    return entries[slot(address)] == (address & PAGE_MASK);
  }

  /// Where in RAM `address` is, whose page is here.
  long offset(long address) {
    return address + entries[slot(address) + 1];
  }

  /// Remembers that the page of `address` begins at `offset` in RAM.
  void put(long address, long offset) {
    int slot = slot(address);
    long page = address & PAGE_MASK;
    entries[slot] = page;
    entries[slot + 1] = offset - page;
    isClear = false;
  }

  /// Forgets the page of `address`.
  void remove(long address) {
    entries[slot(address)] = EMPTY;
  }

  /// Forgets every page that begins at `offset` in RAM.
  void removeFrame(long offset) {
    for (int slot = 0; slot < entries.length && !isClear; slot += 2) {
      if (entries[slot] + entries[slot + 1] == offset) {
        entries[slot] = EMPTY;
      }
    }
  }

  void clear() {
    if (!isClear) {
      Arrays.fill(entries, EMPTY);
      isClear = true;
    }
  }
}
