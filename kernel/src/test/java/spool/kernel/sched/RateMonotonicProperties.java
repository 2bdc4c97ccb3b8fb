package spool.kernel.sched;

import spool.kernel.sched.kit.RateMonotonicContract;

/// [RateMonotonic] keeps the laws of [RateMonotonicContract].
class RateMonotonicProperties extends RateMonotonicContract {
  @Override
  protected Scheduler policy(Settings settings) {
    return new RateMonotonic(settings);
  }
}
