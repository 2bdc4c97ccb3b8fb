package spool.kernel.trace;

import java.util.EnumMap;
import java.util.Optional;
import spool.kernel.sched.Scheduler.Reason;

/// A hart as the [Recorder] knows it.
final class RecordedHart {
  /// What a chart shows the hart do.
  record Shown(Activity activity, int process) {}

  final SegmentLog<Shown> log = new SegmentLog<>();
  private final EnumMap<Activity, Long> spent = new EnumMap<>(Activity.class);
  private final int number;
  private long end;
  private int lastTid;
  private long switches;

  /// The task that gave the hart up and has not been followed yet.
  private Optional<RecordedTask> gaveUp = Optional.empty();

  private boolean isVoluntary;

  RecordedHart(int number) {
    this.number = number;
  }

  /// Until when its account goes, in cycles.
  long end() {
    return end;
  }

  /// Counts a span; `process` is the index of the process on the hart, or -1.
  void spent(long from, long to, Activity activity, int process) {
    spent.merge(activity, to - from, Long::sum);
    end = to;
    log.append(from, new Shown(shown(activity, process), process));
    if (activity == Activity.IDLE) {
      followedBy(Optional.empty());
    }
  }

  private static Activity shown(Activity activity, int process) {
    return process == Timeline.Span.NO_PROCESS ? activity : Activity.USER;
  }

  void gaveUp(RecordedTask task, Reason reason) {
    gaveUp = Optional.of(task);
    isVoluntary = reason == Reason.YIELDED;
  }

  void runs(int tid, RecordedTask task) {
    followedBy(Optional.of(task));
    if (tid != lastTid) {
      switches++;
      lastTid = tid;
    }
  }

  /// Counts that the last task gave its hart up, unless it got it back at once.
  private void followedBy(Optional<RecordedTask> next) {
    gaveUp
        .filter(task -> next.filter(other -> other == task).isEmpty())
        .ifPresent(task -> task.countSwitch(isVoluntary));
    gaveUp = Optional.empty();
  }

  /// The account, idle from the hart's last span to `elapsed`.
  HartTime account(long elapsed) {
    return new HartTime(
        number,
        spent(Activity.USER),
        spent(Activity.KERNEL),
        spent(Activity.SWITCH),
        spent(Activity.IDLE) + elapsed - end,
        switches);
  }

  private long spent(Activity activity) {
    return spent.getOrDefault(activity, 0L);
  }
}
