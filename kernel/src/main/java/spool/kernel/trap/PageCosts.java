package spool.kernel.trap;

import spool.emulator.hart.Hart;
import spool.kernel.process.CostModel;
import spool.kernel.vm.Frames;

/// Charges for the page frames that were filled since it last did.
final class PageCosts {
  private final Frames frames;
  private final CostModel costs;
  private long copies;
  private long zeroings;

  PageCosts(Frames frames, CostModel costs) {
    this.frames = frames;
    this.costs = costs;
  }

  /// Lets `hart` spend what the filling took.
  void charge(Hart hart) {
    long newCopies = frames.copies() - copies;
    long newZeroings = frames.zeroings() - zeroings;
    hart.charge(newCopies * costs.pageCopy() + newZeroings * costs.pageClear());
    copies += newCopies;
    zeroings += newZeroings;
  }
}
