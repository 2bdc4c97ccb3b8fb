package spool.kernel.sched;

import spool.kernel.sched.kit.MultilevelContract;

/// [MultilevelFeedbackQueue] keeps the laws of [MultilevelContract].
class MultilevelFeedbackQueueProperties extends MultilevelContract {
  @Override
  protected Scheduler policy(Settings settings) {
    return new MultilevelFeedbackQueue(settings);
  }
}
