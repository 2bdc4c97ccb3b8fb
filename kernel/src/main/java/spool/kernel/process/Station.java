package spool.kernel.process;

import org.jspecify.annotations.Nullable;
import spool.emulator.hart.Hart;
import spool.kernel.sched.Scheduler.Reason;
import spool.kernel.trace.Activity;

/// A hart with what the [Dispatcher] knows of it.
final class Station {
  final Hart hart;
  final HartAccount account;
  @Nullable Task current;
  @Nullable Task last;
  @Nullable Reason gaveUp;
  boolean called;
  @Nullable Task calledFor;
  boolean preempted;
  long switches;

  /// When the turn of the current task is over.
  long turnEnd;

  /// The time for which the hart's timer is set.
  long alarm = Long.MAX_VALUE;

  Station(Hart hart) {
    this.hart = hart;
    account = new HartAccount(hart.cycles());
  }

  boolean isIn(Activity activity) {
    return account.activity() == activity;
  }
}
