package spool.kernel.trace;

import java.util.function.Consumer;
import spool.kernel.sched.Scheduler.Reason;

/// A task as the [Recorder] knows it.
final class RecordedTask {
  final RecordedProcess process;
  private Condition condition = Condition.BLOCKED;
  private long burst;
  private long woken;
  private boolean interacts;

  /// A task of `process`, which begins to exist at `time`.
  RecordedTask(RecordedProcess process, long time) {
    this.process = process;
    process.addTask();
    move(time, Condition.ABSENT, Condition.BLOCKED);
  }

  boolean isAlive() {
    return condition != Condition.ABSENT;
  }

  void ready(long time, Reason reason) {
    move(time, condition, Condition.READY);
    if (reason == Reason.WOKEN) {
      woken = time;
      interacts = true;
    }
  }

  void runs(long time) {
    woken = Math.min(woken, time);
    process.dispatched(time);
    move(time, condition, Condition.RUNNING);
    tell(tally -> tally.dispatched(time));
  }

  void left(long time, Condition next) {
    move(time, condition, next);
    long length = burst;
    burst = 0;
    if (length > 0) {
      tell(tally -> tally.countBurst(length));
    }
    if (interacts) {
      interacts = false;
      tell(tally -> tally.countInteraction(time - woken));
    }
    if (next == Condition.ABSENT) {
      process.removeTask(time);
    }
  }

  void spent(Activity activity, long cycles) {
    burst += cycles;
    tell(tally -> tally.spend(activity, cycles));
  }

  void countSwitch(boolean isVoluntary) {
    tell(tally -> tally.countSwitch(isVoluntary));
  }

  /// Brings the task into the sums of a job that its process has just joined.
  void join(Tally job, long time) {
    job.change(time, Condition.ABSENT, condition);
  }

  private void move(long time, Condition from, Condition to) {
    condition = to;
    tell(tally -> tally.change(time, from, to));
    process.log.append(time, process.tally.condition());
  }

  private void tell(Consumer<Tally> change) {
    change.accept(process.tally);
    process.job().filter(RecordedJob::isOpen).map(RecordedJob::tally).ifPresent(change);
  }
}
