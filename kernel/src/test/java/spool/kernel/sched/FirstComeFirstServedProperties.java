package spool.kernel.sched;

import spool.kernel.sched.kit.FirstComeContract;

/// [FirstComeFirstServed] keeps the laws of [FirstComeContract].
class FirstComeFirstServedProperties extends FirstComeContract {
  @Override
  protected Scheduler policy(Settings settings) {
    return new FirstComeFirstServed();
  }
}
