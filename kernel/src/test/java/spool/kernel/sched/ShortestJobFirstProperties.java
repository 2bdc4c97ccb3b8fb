package spool.kernel.sched;

import spool.kernel.sched.kit.ShortestJobContract;

/// [ShortestJobFirst] keeps the laws of [ShortestJobContract].
class ShortestJobFirstProperties extends ShortestJobContract {
  @Override
  protected Scheduler policy(Settings settings) {
    return new ShortestJobFirst(settings);
  }
}
