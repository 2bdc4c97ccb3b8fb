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
///
/// Which slots are filled is known, so that it costs little to forget all of few.
final class Tlb {
  static final int PAGE_SHIFT = 12;
  static final long PAGE_MASK = -1L << PAGE_SHIFT;
  static final long PAGE_BYTES = 1L << PAGE_SHIFT;

  /// Enough for 8 MiB, which programs that compute seldom exceed for long.
  private static final int SLOTS = 2048;

  /// How many pages on each side of one are looked at for a new run.
  private static final int FARTHEST = 512;

  /// The tag of an empty slot has a bit that no masked address has.
  private static final long EMPTY = 1 << (PAGE_SHIFT - 1);

  /// Set in the tag of a watched page; no masked address has it either.
  private static final long WATCHED = 1 << (PAGE_SHIFT - 2);

  final long[] tags = new long[SLOTS];
  final long[] deltas = new long[SLOTS];
  private Runnable forgetting = () -> {};
  private final PageRuns runs = new PageRuns(() -> forgetting.run());
  private final int[] filled = new int[SLOTS];
  private int filledCount;

  Tlb() {
    Arrays.fill(tags, EMPTY);
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
    runs.remove(tags[slot]);
    if (tags[slot] == EMPTY) {
      filled[filledCount++] = slot;
    }
    tags[slot] = page;
    deltas[slot] = offset - page;
  }

  /// Calls `listener` from now on whenever a run of [#runs] is dropped.
  void onForget(Runnable listener) {
    forgetting = listener;
  }

  /// The run that the page of `address` belongs to; negative if it is not here, or watched.
  int run(long address) {
    int run = runs.find(address);
    if (run >= 0) {
      return run;
    }
    int slot = slot(address, tags);
    if (tags[slot] != (address & PAGE_MASK)) {
      return -1;
    }
    return runs.add(
        reach(tags[slot], -PAGE_BYTES, deltas[slot]),
        reach(tags[slot], PAGE_BYTES, deltas[slot]) + PAGE_BYTES,
        deltas[slot]);
  }

  /// The last page in a direction that is here, unwatched, in a row with `page` and in no run yet.
  private long reach(long page, long direction, long delta) {
    long reached = page;
    for (int count = 0; count < FARTHEST; count++) {
      long next = reached + direction;
      int slot = slot(next, tags);
      if (tags[slot] != next || deltas[slot] != delta || runs.find(next) >= 0) {
        return reached;
      }
      reached = next;
    }
    return reached;
  }

  /// The runs of pages that were asked for.
  PageRuns runs() {
    return runs;
  }

  /// Watches those pages that `watched` says and no others.
  void watch(LongPredicate watched) {
    runs.clear();
    for (int index = 0; index < filledCount; index++) {
      int slot = filled[index];
      long page = tags[slot] & ~WATCHED;
      tags[slot] = watched.test(page) ? page | WATCHED : page;
    }
  }

  /// Watches the page of `address`, which is here.
  void watch(long address) {
    runs.remove(address & PAGE_MASK);
    tags[slot(address, tags)] |= WATCHED;
  }

  /// Forgets the page of `address`.
  void remove(long address) {
    if (holds(address)) {
      int index = filledCount - 1;
      while (filled[index] != slot(address, tags)) {
        index--;
      }
      forget(index);
    }
  }

  /// Forgets every page that begins at `offset` in RAM.
  void removeFrame(long offset) {
    for (int index = filledCount - 1; index >= 0; index--) {
      int slot = filled[index];
      if ((tags[slot] & ~WATCHED) + deltas[slot] == offset) {
        forget(index);
      }
    }
  }

  private void forget(int index) {
    int slot = filled[index];
    runs.remove(tags[slot]);
    tags[slot] = EMPTY;
    filled[index] = filled[--filledCount];
  }

  /// Forgets all pages.
  void clear() {
    if (filledCount > 0) {
      for (int index = 0; index < filledCount; index++) {
        tags[filled[index]] = EMPTY;
      }
      filledCount = 0;
      runs.clear();
    }
  }
}
