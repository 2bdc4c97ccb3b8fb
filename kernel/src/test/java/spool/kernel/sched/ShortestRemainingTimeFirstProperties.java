package spool.kernel.sched;

import spool.kernel.sched.kit.ShortestRemainingContract;

/// [ShortestRemainingTimeFirst] keeps the laws of [ShortestRemainingContract].
class ShortestRemainingTimeFirstProperties extends ShortestRemainingContract {
  @Override
  protected Scheduler policy(Settings settings) {
    return new ShortestRemainingTimeFirst(settings);
  }
}
