package spool.kernel.vm;

import java.util.BitSet;

/// Which frames are free, and which of them to take next.
///
/// Translated code goes fastest where pages that follow each other in an address space do so in RAM
/// too. So frames are handed out in groups, 64 KiB of RAM each: a page whose neighbours have frames
/// gets the one that continues theirs; a page that has none, or where that one is taken, begins a
/// group in which its later neighbours will find room. What nobody will access in a row (tables of
/// pages, buffers of devices) has groups of its own. When no group is wholly free any more, what is
/// left over in others is used up.
///
/// Always the lowest is taken, because RAM costs the host memory only as far as it was used.
///
/// The invariant: a group is in one of `whole`, `single` and `spaced` if a frame of it is free, and
/// in none otherwise; it is in `whole` if all are.
final class FreeFrames {
  /// Frames in a group.
  static final int GROUP = 16;

  private final BitSet free = new BitSet();
  private final BitSet whole = new BitSet();
  private final BitSet single = new BitSet();
  private final BitSet spaced = new BitSet();
  private final BitSet isSingle = new BitSet();
  private final int total;
  private int count;

  /// Frames with the numbers below `total`, all of them free.
  FreeFrames(int total) {
    this.total = total;
    count = total;
    free.set(0, total);
    whole.set(0, total / GROUP);
    if (total % GROUP != 0) {
      spaced.set(total / GROUP);
    }
  }

  /// How many are free.
  int count() {
    return count;
  }

  /// Whether one is free.
  boolean has(int number) {
    return number >= 0 && number < total && free.get(number);
  }

  /// Takes one that is free.
  void take(int number) {
    free.clear(number);
    count--;
    file(number / GROUP);
  }

  /// Gives one back.
  void put(int number) {
    free.set(number);
    count++;
    file(number / GROUP);
  }

  /// One for a page of which no neighbour will ask for the next. There must be a free one.
  int forSingle() {
    int group = single.nextSetBit(0);
    if (group < 0) {
      group = firstWhole();
      isSingle.set(group);
    }
    return free.nextSetBit(group * GROUP);
  }

  /// One for the page with this number, with room for its neighbours if possible. There must be a
  /// free one.
  int forNeighbours(long page) {
    int group = firstWhole();
    isSingle.clear(group);
    return whole.get(group) ? group * GROUP + (int) (page % GROUP) : free.nextSetBit(group * GROUP);
  }

  private int firstWhole() {
    for (BitSet groups : new BitSet[] {whole, spaced, single}) {
      int group = groups.nextSetBit(0);
      if (group >= 0) {
        return group;
      }
    }
    throw new IllegalStateException("no frame is free");
  }

  private void file(int group) {
    int end = Math.min(total, (group + 1) * GROUP);
    boolean hasFree = free.nextSetBit(group * GROUP) >= 0 && free.nextSetBit(group * GROUP) < end;
    boolean isWhole = free.nextClearBit(group * GROUP) >= (group + 1) * GROUP;
    whole.set(group, isWhole);
    single.set(group, hasFree && !isWhole && isSingle.get(group));
    spaced.set(group, hasFree && !isWhole && !isSingle.get(group));
  }
}
