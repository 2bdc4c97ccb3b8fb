package spool.kernel.sched;

import spool.kernel.sched.kit.PriorityContract;

/// [PriorityScheduling] keeps the laws of [PriorityContract].
class PrioritySchedulingProperties extends PriorityContract {
  @Override
  protected Scheduler policy(Settings settings) {
    return new PriorityScheduling(settings);
  }
}
