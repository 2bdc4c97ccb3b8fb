package spool.kernel.driver;

import java.util.List;

/// The elevator: up as long as there are requests above, then down as long as there are some below
/// (SCAN; P. J. Denning, "Effects of Scheduling on File Memory Operations", AFIPS 1967). It turns
/// round at the last request rather than at the edge of the disk, where nobody asks the arm to go
/// (LOOK; A. G. Merten, 1970). No request waits for more than two sweeps.
final class Scan implements RequestOrder {
  private boolean isGoingDown;

  @Override
  public int next(List<Long> waiting, long arm) {
    int ahead = ahead(waiting, arm);
    if (ahead == Sweep.NONE) {
      isGoingDown = !isGoingDown;
      ahead = ahead(waiting, arm);
    }
    // With nothing in either direction, all that waits is where the arm is.
    return Math.max(ahead, 0);
  }

  private int ahead(List<Long> waiting, long arm) {
    return isGoingDown ? Sweep.down(waiting, arm) : Sweep.up(waiting, arm);
  }
}
