package spool.emulator.hart;

import java.util.Arrays;

/// Runs of pages in a [Tlb]: pages that follow each other in virtual addresses and in RAM alike, as
/// far as accesses by [PageWindow] have found out.
///
/// Nothing is looked for in advance: a page is added when it is accessed, joins the runs before and
/// after it, and a run goes as a whole when a page of it does. The invariant is that every page of
/// a run is in the TLB, unwatched, so that whoever goes by runs sees what the TLB would show.
final class PageRuns {
  private static final int MOST = 16;

  private final long[] starts = new long[MOST];
  private final long[] sizes = new long[MOST];
  private final long[] deltas = new long[MOST];
  private int oldest;

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

  /// Adds a page that no run has, and answers which one has it now.
  int add(long page, long delta) {
    long start = page;
    long end = page + Tlb.PAGE_BYTES;
    int before = joining(page - 1, delta);
    int after = joining(end, delta);
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
    return oldest;
  }

  /// Drops the run with `address`, and answers whether there was one.
  boolean remove(long address) {
    int run = find(address);
    if (run < 0) {
      return false;
    }
    sizes[run] = 0;
    return true;
  }

  /// Drops all runs.
  void clear() {
    Arrays.fill(sizes, 0);
  }
}
