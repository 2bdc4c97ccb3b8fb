package spool.kernel.sched;

import spool.kernel.sched.kit.LotteryContract;

/// [Lottery] keeps the laws of [LotteryContract].
class LotteryProperties extends LotteryContract {
  @Override
  protected Scheduler policy(Settings settings) {
    return new Lottery(settings);
  }
}
