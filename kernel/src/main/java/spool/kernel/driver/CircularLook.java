package spool.kernel.driver;

import java.util.List;

/// Up as long as there are requests above, then back to the lowest and up again (C-LOOK): sectors
/// in the middle have no advantage over those at the edges. No request waits for more than two
/// sweeps.
final class CircularLook implements RequestOrder {
  @Override
  public int next(List<Long> waiting, long arm) {
    int ahead = Sweep.up(waiting, arm);
    return ahead == Sweep.NONE ? Sweep.up(waiting, NOWHERE) : ahead;
  }
}
