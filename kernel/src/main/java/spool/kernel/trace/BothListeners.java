package spool.kernel.trace;

import spool.kernel.sched.Scheduler.Departure;
import spool.kernel.sched.Scheduler.Reason;

/// Tells two listeners, the first one first.
record BothListeners(SchedulingListener first, SchedulingListener second)
    implements SchedulingListener {
  @Override
  public void created(long time, int tid, int pid, int parent, String name) {
    first.created(time, tid, pid, parent, name);
    second.created(time, tid, pid, parent, name);
  }

  @Override
  public void renamed(long time, int tid, String name) {
    first.renamed(time, tid, name);
    second.renamed(time, tid, name);
  }

  @Override
  public void ready(long time, int tid, Reason reason) {
    first.ready(time, tid, reason);
    second.ready(time, tid, reason);
  }

  @Override
  public void runs(long time, int hart, int tid) {
    first.runs(time, hart, tid);
    second.runs(time, hart, tid);
  }

  @Override
  public void gaveUp(long time, int hart, int tid, Reason reason) {
    first.gaveUp(time, hart, tid, reason);
    second.gaveUp(time, hart, tid, reason);
  }

  @Override
  public void left(long time, int hart, int tid, Departure departure) {
    first.left(time, hart, tid, departure);
    second.left(time, hart, tid, departure);
  }

  @Override
  public void spent(long from, long to, int hart, int tid, Activity activity) {
    first.spent(from, to, hart, tid, activity);
    second.spent(from, to, hart, tid, activity);
  }

  @Override
  public void ended(long time, int pid, int status) {
    first.ended(time, pid, status);
    second.ended(time, pid, status);
  }

  @Override
  public void marked(long time, int pid, String text) {
    first.marked(time, pid, text);
    second.marked(time, pid, text);
  }
}
