package spool.kernel.sched;

import spool.kernel.sched.kit.EligibleDeadlineContract;

/// [Eevdf] keeps the laws of [EligibleDeadlineContract].
class EevdfProperties extends EligibleDeadlineContract {
  @Override
  protected Scheduler policy(Settings settings) {
    return new Eevdf(settings);
  }
}
