package spool.kernel.trace;

import spool.kernel.sched.Scheduler.Departure;
import spool.kernel.sched.Scheduler.Reason;

/// Told of everything that an account of a run needs, as it happens: who is ready, runs, waits and
/// ends, and what every cycle of every hart is spent on.
///
/// Times are virtual, in cycles. Those of one hart never go backwards; those of different harts may
/// overtake each other by a slice. The spans of one hart follow each other without a gap, the first
/// from the start of the run, so that for each hart they sum up to the time elapsed.
public interface SchedulingListener {
  /// The task number in a span that no task is charged for.
  int NO_TASK = 0;

  /// Hears nothing.
  SchedulingListener NONE = new SchedulingListener() {};

  /// Tells `first` and then `second`.
  static SchedulingListener both(SchedulingListener first, SchedulingListener second) {
    return new BothListeners(first, second);
  }

  /// Task `tid` of process `pid`, which process `parent` made, exists from now on.
  default void created(long time, int tid, int pid, int parent, String name) {}

  /// Task `tid` is called `name` from now on, because it executes another program.
  default void renamed(long time, int tid, String name) {}

  /// A task is in the scheduler's hands.
  default void ready(long time, int tid, Reason reason) {}

  /// A task is on `hart` from now on.
  default void runs(long time, int hart, int tid) {}

  /// A task left `hart` to be ready again for `reason`, which [#ready] tells too.
  default void gaveUp(long time, int hart, int tid, Reason reason) {}

  /// A task left `hart` and is not ready.
  default void left(long time, int hart, int tid, Departure departure) {}

  /// `hart` has spent its time from `from` to `to` on `activity`, at the expense of `tid` or of
  /// [#NO_TASK].
  default void spent(long from, long to, int hart, int tid, Activity activity) {}

  /// Process `pid` has ended with `status`, as a shell shows it.
  default void ended(long time, int pid, int status) {}

  /// A program marked this moment with `text`, by a line written to
  /// `/sys/kernel/tracing/trace_marker`.
  default void marked(long time, int pid, String text) {}
}
