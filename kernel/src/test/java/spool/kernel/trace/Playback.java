package spool.kernel.trace;

import spool.kernel.sched.Scheduler.Departure;
import spool.kernel.sched.Scheduler.Reason;

/// One hart on which a test plays a history by hand, in time units of its choice: each task is a
/// process of its own with the same number, a child of process 1.
final class Playback {
  private final SchedulingListener listener;
  private long now;

  Playback(SchedulingListener listener) {
    this.listener = listener;
  }

  /// Task `tid` comes, at a time that may lie before the present.
  Playback arrives(long time, int tid) {
    listener.created(time, tid, tid, 1, "task" + tid);
    listener.ready(time, tid, Reason.CREATED);
    return this;
  }

  /// What `tid` waited for has happened at `time`.
  Playback wakes(long time, int tid) {
    listener.ready(time, tid, Reason.WOKEN);
    return this;
  }

  /// Task `tid` runs a program for so long, and keeps the hart.
  Playback runs(int tid, long length) {
    listener.runs(now, 0, tid);
    spends(length, tid, Activity.USER);
    return this;
  }

  /// The hart does `activity` for so long, for `tid` or for no task.
  Playback spends(long length, int tid, Activity activity) {
    listener.spent(now, now + length, 0, tid, activity);
    now += length;
    return this;
  }

  Playback idles(long length) {
    return spends(length, SchedulingListener.NO_TASK, Activity.IDLE);
  }

  Playback expires(int tid) {
    listener.gaveUp(now, 0, tid, Reason.EXPIRED);
    listener.ready(now, tid, Reason.EXPIRED);
    return this;
  }

  Playback blocks(int tid) {
    listener.left(now, 0, tid, Departure.BLOCKED);
    return this;
  }

  Playback ends(int tid) {
    listener.left(now, 0, tid, Departure.ENDED);
    listener.ended(now, tid, 0);
    return this;
  }

  Playback marks(String text) {
    listener.marked(now, 1, text);
    return this;
  }

  long now() {
    return now;
  }
}
