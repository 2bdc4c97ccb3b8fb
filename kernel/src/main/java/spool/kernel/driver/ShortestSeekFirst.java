package spool.kernel.driver;

import java.util.List;

/// The request nearest to the arm, the earlier one of two (SSTF; P. J. Denning, "Effects of
/// Scheduling on File Memory Operations", AFIPS 1967). While others keep coming near the arm, one
/// that is far away can wait for ever.
final class ShortestSeekFirst implements RequestOrder {
  @Override
  public int next(List<Long> waiting, long arm) {
    int nearest = 0;
    for (int index = 1; index < waiting.size(); index++) {
      if (distance(waiting.get(index), arm) < distance(waiting.get(nearest), arm)) {
        nearest = index;
      }
    }
    return nearest;
  }

  private static long distance(long sector, long arm) {
    return Math.abs(sector - arm);
  }
}
