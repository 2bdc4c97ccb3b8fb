package spool.emulator.hart;

import java.util.Arrays;

/// A direct-mapped cache of pages that may be accessed in one way and lie in RAM.
///
/// `tags[slot]` is the address of the page, `deltas[slot]` what leads from the low 32 bits of an
/// address in it to the index in the array that holds RAM. An aligned access of `size` bytes may
/// proceed when `tags[slot] == (address & PAGE_MASK + size - 1)`: one comparison that also fails
/// for an address that is not aligned.
final class Tlb {
  static final int PAGE_SHIFT = 12;
  static final long PAGE_MASK = -1L << PAGE_SHIFT;

  private static final int SLOTS = 256;

  /// No address with the low bits of a page offset masked away but three has this bit.
  private static final long INVALID = 1 << (PAGE_SHIFT - 1);

  final long[] tags = new long[SLOTS];
  final int[] deltas = new int[SLOTS];
  private boolean empty;

  Tlb() {
    clear();
  }

  static int slot(long address) {
    return (int) (address >>> PAGE_SHIFT) & SLOTS - 1;
  }

  /// Whether the page of `address` is here.
  boolean holds(long address) {
    return tags[slot(address)] == (address & PAGE_MASK);
  }

  /// Where in RAM `address` is, whose page is here.
  int offset(long address) {
    return (int) address + deltas[slot(address)];
  }

  /// Remembers that the page of `address` begins at `offset` in RAM.
  void put(long address, int offset) {
    int slot = slot(address);
    tags[slot] = address & PAGE_MASK;
    deltas[slot] = offset - (int) (address & PAGE_MASK);
    empty = false;
  }

  /// Forgets the page of `address`.
  void remove(long address) {
    tags[slot(address)] = INVALID;
  }

  /// Forgets every page that begins at `offset` in RAM.
  void removeFrame(int offset) {
    for (int slot = 0; slot < SLOTS && !empty; slot++) {
      if ((int) tags[slot] + deltas[slot] == offset) {
        tags[slot] = INVALID;
      }
    }
  }

  void clear() {
    if (!empty) {
      Arrays.fill(tags, INVALID);
      empty = true;
    }
  }
}
