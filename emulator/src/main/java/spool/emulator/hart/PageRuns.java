package spool.emulator.hart;

import java.util.Arrays;

/// Runs of pages in a [Tlb]: pages that follow each other in virtual addresses and in RAM alike, as
/// far as accesses by [PageWindow] have found out.
///
/// Pages are added when one of them is accessed, join the runs before and after them, and a run
/// goes as a whole when a page of it does. The invariant is that every page of a run is in the TLB,
/// unwatched, so that whoever goes by runs sees what the TLB would show, and that whoever noted a
/// run hears before it is no longer known as one.
final class PageRuns {
  private static final int MOST = 16;

  private final Runnable dropped;
  private final long[] starts = new long[MOST];
  private final long[] sizes = new long[MOST];
  private final long[] deltas = new long[MOST];
  private int oldest;

  /// No runs; `dropped` is called whenever one is dropped.
  PageRuns(Runnable dropped) {
    this.dropped = dropped;
  }

  /// The run with `address`; negative if there is none.
  int find(long address) {
    for (int run = 0; run < MOST; run++) {
      if (Long.compareUnsigned(address - starts[run], sizes[run]) < 0) {
        return run;
      }
    }
    return -1;
  }

  /// The first address of a run.
  long start(int run) {
    return starts[run];
  }

  /// How long a run is, in bytes.
  long size(int run) {
    return sizes[run];
  }

  /// What added to an address in a run gives its index in RAM.
  long delta(int run) {
    return deltas[run];
  }

  /// Adds pages that no run has, from one address to another, and answers which one has them now.
  int add(long from, long to, long delta) {
    long start = from;
    long end = to;
    int before = joining(from - 1, delta);
    int after = joining(to, delta);
    if (before >= 0) {
      start = starts[before];
      sizes[before] = 0;
    }
    if (after >= 0) {
      end += sizes[after];
      sizes[after] = 0;
    }
    int run = before >= 0 ? before : after >= 0 ? after : next();
    starts[run] = start;
    sizes[run] = end - start;
    deltas[run] = delta;
    return run;
  }

  private int joining(long address, long delta) {
    int run = find(address);
    return run >= 0 && deltas[run] == delta ? run : -1;
  }

  private int next() {
    oldest = (oldest + 1) % MOST;
    drop(oldest);
    return oldest;
  }

  /// Drops the run with `address`, if there is one.
  void remove(long address) {
    int run = find(address);
    if (run >= 0) {
      drop(run);
    }
  }

  private void drop(int run) {
    if (sizes[run] != 0) {
      sizes[run] = 0;
      dropped.run();
    }
  }

  /// Drops all runs.
  void clear() {
    Arrays.fill(sizes, 0);
    dropped.run();
  }
}
