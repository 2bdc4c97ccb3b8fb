package spool.tools.computer.laws;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import spool.kernel.sched.Scheduler.Departure;
import spool.kernel.sched.Scheduler.Reason;
import spool.kernel.sched.kit.History;
import spool.kernel.trace.Activity;
import spool.kernel.trace.SchedulingListener;

/// The part of a machine's history that is about the jobs of a workload: from the time on at which
/// they begin, with the jobs as tasks 1, 2 and so on. What harts did for others is the kernel's
/// time, at nobody's expense.
final class JobHistory {
  private final History whole;
  private final long start;
  private final List<Integer> jobs;
  private final History history = new History();

  /// Of a history in which the jobs are the tasks that were created after `before` others.
  JobHistory(History whole, long start, int before) {
    this.whole = whole;
    this.start = start;
    jobs =
        whole.events(History.Ready.class).stream()
            .filter(ready -> ready.reason() == Reason.CREATED)
            .skip(before)
            .map(History.Ready::tid)
            .toList();
  }

  /// That part. Throws [IllegalStateException] if the jobs were not all asleep at the start.
  History ofJobs() {
    Set<Integer> awake = new TreeSet<>();
    for (History.Event event : whole.events()) {
      if (event.time() < start) {
        switch (event) {
          case History.Ready ready -> awake.add(ready.tid());
          case History.Left left when left.departure() == Departure.BLOCKED ->
              awake.remove(left.tid());
          default -> {}
        }
      }
      follow(event);
    }
    List<Integer> late = new ArrayList<>(jobs);
    late.retainAll(awake);
    if (jobs.isEmpty() || !late.isEmpty()) {
      throw new IllegalStateException("tasks " + late + " of " + jobs + " did not sleep in time");
    }
    return history;
  }

  private void follow(History.Event event) {
    long time = event.time() - start;
    switch (event) {
      case History.Spent spent -> spend(spent);
      case History.Ready ready when concerns(time, ready.tid()) ->
          history.ready(time, number(ready.tid()), ready.reason());
      case History.Runs runs when concerns(time, runs.tid()) ->
          history.runs(time, runs.hart(), number(runs.tid()));
      case History.GaveUp gaveUp when concerns(time, gaveUp.tid()) ->
          history.gaveUp(time, gaveUp.hart(), number(gaveUp.tid()), gaveUp.reason());
      case History.Left left when concerns(time, left.tid()) ->
          history.left(time, left.hart(), number(left.tid()), left.departure());
      default -> {}
    }
  }

  private boolean concerns(long time, int tid) {
    return time >= 0 && jobs.contains(tid);
  }

  private int number(int tid) {
    return jobs.contains(tid) ? jobs.indexOf(tid) + 1 : SchedulingListener.NO_TASK;
  }

  private void spend(History.Spent spent) {
    if (spent.to() > start) {
      boolean foreign = !jobs.contains(spent.tid()) && spent.activity() == Activity.USER;
      history.spent(
          Math.max(0, spent.time() - start),
          spent.to() - start,
          spent.hart(),
          number(spent.tid()),
          foreign ? Activity.KERNEL : spent.activity());
    }
  }
}
