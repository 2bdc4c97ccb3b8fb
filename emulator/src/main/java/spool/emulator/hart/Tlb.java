package spool.emulator.hart;

import java.util.Arrays;
import java.util.function.LongPredicate;

/// A direct-mapped cache of pages that may be accessed in one way and lie in RAM.
///
/// A slot has a tag, which is the address of the page, and a delta, which added to an address in
/// the page gives its index in the array that holds RAM. An aligned access of `size` bytes may
/// proceed when the tag equals `address & (PAGE_MASK | size - 1)`: one comparison that also fails
/// for an address that is not aligned. It fails too while the page is watched, which is a bit of
/// the tag: such a page is in the cache as any other, but every access goes the slow way.
final class Tlb {
  static final int PAGE_SHIFT = 12;
  static final long PAGE_MASK = -1L << PAGE_SHIFT;

  private static final int SLOTS = 256;

  /// The tag of an empty slot has a bit that no masked address has.
  private static final long EMPTY = 1 << (PAGE_SHIFT - 1);

  /// Set in the tag of a watched page; no masked address has it either.
  private static final long WATCHED = 1 << (PAGE_SHIFT - 2);

  final long[] tags = new long[SLOTS];
  final long[] deltas = new long[SLOTS];
  private boolean isClear;

  Tlb() {
    clear();
  }

  /// The slot for `address` of `slots`. A JVM that sees an index masked by the length of its array
  /// less one checks no bounds.
  static int slot(long address, long[] slots) {
    return (int) (address >>> PAGE_SHIFT) & slots.length - 1;
  }

  /// Whether the page of `address` is here.
  boolean holds(long address) {
    return (tags[slot(address, tags)] & ~WATCHED) == (address & PAGE_MASK);
  }

  /// Where in RAM `address` is, whose page is here.
  long offset(long address) {
    return address + deltas[slot(address, deltas)];
  }

  /// Remembers that the page of `address` begins at `offset` in RAM.
  void put(long address, long offset) {
    int slot = slot(address, tags);
    long page = address & PAGE_MASK;
    tags[slot] = page;
    deltas[slot] = offset - page;
    isClear = false;
  }

  /// Watches those pages that `watched` says and no others.
  void watch(LongPredicate watched) {
    for (int slot = 0; slot < SLOTS; slot++) {
      long page = tags[slot] & ~WATCHED;
      tags[slot] = page != EMPTY && watched.test(page) ? page | WATCHED : page;
    }
  }

  /// Watches the page of `address`, which is here.
  void watch(long address) {
    tags[slot(address, tags)] |= WATCHED;
  }

  /// Forgets the page of `address`.
  void remove(long address) {
    tags[slot(address, tags)] = EMPTY;
  }

  /// Forgets every page that begins at `offset` in RAM.
  void removeFrame(long offset) {
    for (int slot = 0; slot < SLOTS && !isClear; slot++) {
      if ((tags[slot] & ~WATCHED) + deltas[slot] == offset) {
        tags[slot] = EMPTY;
      }
    }
  }

  void clear() {
    if (!isClear) {
      Arrays.fill(tags, EMPTY);
      isClear = true;
    }
  }
}
