package spool.kernel.sched;

import java.util.Optional;

/// A scheduling policy: who runs next, and for how long.
///
/// A policy is pure: it knows only what these calls tell it, with virtual time in cycles handed to
/// it, and reads no clock. It holds the tasks that are ready and not running: each was given by
/// [#ready] once, and leaves by [#next] or [#remove].
public interface Scheduler {
  /// Why a task became ready.
  enum Reason {
    /// It was just created.
    CREATED,

    /// What it waited for has happened.
    WOKEN,

    /// Its quantum ended, or a better one came.
    PREEMPTED,

    /// It gave the hart up by `sched_yield`.
    YIELDED
  }

  /// The name by which a user chooses the policy.
  String name();

  /// Takes `task` among the ready ones.
  void ready(TaskView task, Reason reason, long now);

  /// Takes out the task that `hart` is to run, if there is any that may run there.
  Optional<TaskView> next(int hart, long now);

  /// How many cycles the task just taken by [#next] may run before it is preempted, or
  /// [Long#MAX_VALUE].
  long quantum(TaskView task, long now);

  /// Takes `task` out wherever it stands; nothing happens if it is not here.
  void remove(TaskView task);

  /// How many tasks are ready.
  int readyCount();
}
