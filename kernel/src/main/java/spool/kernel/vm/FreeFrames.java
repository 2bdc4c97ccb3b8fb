package spool.kernel.vm;

import java.util.BitSet;

/// Which frames are free, and which of them to take next.
///
/// Translated code goes fastest where pages that follow each other in an address space do so in RAM
/// too. So frames are handed out in groups, 64 KiB of RAM each: a page whose neighbours have frames
/// gets the one that continues theirs; a page that has none, or where that one is taken, begins a
/// group in which its later neighbours will find room, and in groups after it. What nobody will
/// access in a row (tables of pages, buffers of devices) has groups of its own. When no group is
/// wholly free any more, what is left over in others is used up.
///
/// The lowest is taken, or not much higher, because RAM costs the host memory only as far as it was
/// used.
///
/// The invariant: a group is in one of `whole`, `single` and `spaced` if a frame of it is free, and
/// in none otherwise; it is in `whole` if all are.
final class FreeFrames {
  /// Frames in a group.
  static final int GROUP = 16;

  /// The most groups that one page gets as room for its neighbours: 8 MiB.
  private static final int MOST_ROOM = 128;

  /// How many frames for each that is in use, and how many more, room is looked for in.
  private static final int HORIZON_FACTOR = 2;

  private static final int HORIZON = 3072;

  private final BitSet free = new BitSet();
  private final BitSet whole = new BitSet();
  private final BitSet single = new BitSet();
  private final BitSet spaced = new BitSet();
  private final BitSet isSingle = new BitSet();
  private final int total;
  private int count;

  /// The group after the room that was given last.
  private int roomGiven;

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
      group = room(1);
      isSingle.set(group);
    }
    return free.nextSetBit(group * GROUP);
  }

  /// One for the page with this number, with room, if possible, for its neighbours: those in the
  /// same 64 KiB, and `following` more after it. There must be a free one.
  int forNeighbours(long page, long following) {
    int within = (int) (page % GROUP);
    int group = room((int) Math.min(MOST_ROOM, Math.ceilDiv(within + 1 + following, GROUP)));
    isSingle.clear(group);
    return whole.get(group) ? group * GROUP + within : free.nextSetBit(group * GROUP);
  }

  /// The first of so many groups in a row that are wholly free, if possible after the room that was
  /// given last, of which little may be used yet, but not far beyond what is in use.
  private int room(int groups) {
    int horizon = Math.ceilDiv(HORIZON_FACTOR * (total - count) + HORIZON, GROUP);
    for (int from : new int[] {roomGiven, 0}) {
      int group = wholeInARow(groups, from);
      if (group >= 0 && group + groups <= horizon) {
        roomGiven = group + groups;
        return group;
      }
    }
    return firstWithFree();
  }

  private int wholeInARow(int groups, int from) {
    int first = whole.nextSetBit(from);
    while (first >= 0 && whole.nextClearBit(first) - first < groups) {
      first = whole.nextSetBit(whole.nextClearBit(first));
    }
    return first;
  }

  private int firstWithFree() {
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
    int first = free.nextSetBit(group * GROUP);
    boolean hasFree = first >= 0 && first < end;
    boolean isWhole = free.nextClearBit(group * GROUP) >= (group + 1) * GROUP;
    whole.set(group, isWhole);
    single.set(group, hasFree && !isWhole && isSingle.get(group));
    spaced.set(group, hasFree && !isWhole && !isSingle.get(group));
  }
}
