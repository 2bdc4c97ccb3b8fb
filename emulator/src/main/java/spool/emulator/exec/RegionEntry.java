package spool.emulator.exec;

import spool.emulator.hart.CachedPages;
import spool.emulator.hart.Hart;

/// A place where execution can enter a region.
///
/// @param region the region
/// @param offset where the place is, see [CodePages]
/// @param need how many instructions there must be room for
/// @param plan how the region was made
public record RegionEntry(Region region, int offset, int need, RegionPlan plan) {
  /// No entry, which there is never room for.
  static final RegionEntry NONE =
      new RegionEntry(
          new Region() {
            @Override
            public int run(Hart hart, CachedPages pages, Successor successor, long base, int room) {
              throw new IllegalStateException("there is nothing translated here");
            }
          },
          0,
          Integer.MAX_VALUE,
          RegionPlan.NONE);
}
