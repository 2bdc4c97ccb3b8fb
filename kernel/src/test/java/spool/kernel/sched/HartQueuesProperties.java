package spool.kernel.sched;

import spool.kernel.sched.kit.SchedulerContract;

/// [HartQueues] keeps the laws of every policy: each task runs once, and no hart idles while a task
/// waits in another's queue.
class HartQueuesProperties extends SchedulerContract {
  private static final int MOST_HARTS = 4;

  @Override
  protected Scheduler policy(Settings settings) {
    return new HartQueues(() -> new MultilevelFeedbackQueue(settings), MOST_HARTS);
  }
}
