package spool.kernel.driver;

import java.util.List;

/// What orders that sweep over the disk have in common: the next request in a direction. It is one
/// strictly beyond the arm, so that the sweep goes on even when more come for where the arm is.
final class Sweep {
  /// No request.
  static final int NONE = -1;

  private Sweep() {}

  /// The index of the lowest sector above `arm`, the earliest of equals, or [#NONE].
  static int up(List<Long> waiting, long arm) {
    int best = NONE;
    for (int index = 0; index < waiting.size(); index++) {
      long sector = waiting.get(index);
      if (sector > arm && (best == NONE || sector < waiting.get(best))) {
        best = index;
      }
    }
    return best;
  }

  /// The index of the highest sector below `arm`, the earliest of equals, or [#NONE].
  static int down(List<Long> waiting, long arm) {
    int best = NONE;
    for (int index = 0; index < waiting.size(); index++) {
      long sector = waiting.get(index);
      if (sector < arm && (best == NONE || sector > waiting.get(best))) {
        best = index;
      }
    }
    return best;
  }
}
