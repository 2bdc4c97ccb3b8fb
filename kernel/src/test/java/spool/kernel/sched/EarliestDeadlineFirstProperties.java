package spool.kernel.sched;

import spool.kernel.sched.kit.EarliestDeadlineContract;

/// [EarliestDeadlineFirst] keeps the laws of [EarliestDeadlineContract].
class EarliestDeadlineFirstProperties extends EarliestDeadlineContract {
  @Override
  protected Scheduler policy(Settings settings) {
    return new EarliestDeadlineFirst(settings);
  }
}
