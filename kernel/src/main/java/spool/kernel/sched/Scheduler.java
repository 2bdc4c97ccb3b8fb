package spool.kernel.sched;

import java.util.List;
import java.util.Optional;

/// A scheduling policy: who runs next, and for how long.
///
/// A policy is pure: it knows only what these calls tell it, with virtual time in cycles handed to
/// it, and reads no clock. It holds the tasks that are ready and not running: each was given by
/// [#ready] once, and leaves by [#next] or [#remove]. What it wants to remember of a task it keeps
/// with the task, see [TaskView#standing].
///
/// The life of a task as the policy sees it:
///
///     ready(CREATED) -> next -> ready(EXPIRED, PREEMPTED or YIELDED) -> next -> ...
///                            -> left(BLOCKED or STOPPED) -> ready(WOKEN) -> next -> ...
///                            -> left(ENDED)
///
/// A machine that changes its policy, or moves tasks between queues, takes them out by [#remove]
/// or reports them as [Departure#MIGRATED], and gives them to the other by [Reason#MIGRATED]; so a
/// task may become ready again, or leave, that this policy has never been asked to run.
///
/// A policy that can be chosen by name is a public class, named in the `provides` line of a
/// `module-info.java` (or in `META-INF/services` on the class path), with a public constructor
/// that takes [Settings] or nothing; see [Policies].
public interface Scheduler {
  /// Why a task became ready.
  enum Reason {
    /// It was just created.
    CREATED,

    /// What it waited for has happened.
    WOKEN,

    /// Its quantum ended.
    EXPIRED,

    /// One that is to run before it came.
    PREEMPTED,

    /// It gave the hart up by `sched_yield`.
    YIELDED,

    /// It comes from another policy or another queue, or one of its attributes was changed.
    MIGRATED
  }

  /// Why a task that ran is not ready.
  enum Departure {
    /// It waits for something.
    BLOCKED,

    /// Job control stopped it.
    STOPPED,

    /// It has ended.
    ENDED,

    /// It goes on under another policy or in another queue.
    MIGRATED
  }

  /// The name by which a user chooses the policy.
  String name();

  /// What it does, in a few words for `spool schedulers`.
  default String description() {
    return "";
  }

  /// Whether it is made for tasks with deadlines. One that is takes their class on a machine, ahead
  /// of all others, when it is chosen; [#preempts] is then asked for tasks of other classes too,
  /// which run in the background.
  default boolean servesDeadlines() {
    return false;
  }

  /// What can be set, with its default; see [Settings].
  default List<Parameter> parameters() {
    return List.of();
  }

  /// Takes `task` among the ready ones. Throws [IllegalStateException] if it is there already.
  void ready(TaskView task, Reason reason, long now);

  /// Takes out the task that `hart` is to run, if there is any that may run there and now.
  Optional<TaskView> next(int hart, long now);

  /// How many cycles the task just taken by [#next] may run before it becomes ready again as
  /// [Reason#EXPIRED], at least 1; or [Long#MAX_VALUE].
  default long quantum(TaskView task, long now) {
    return Long.MAX_VALUE;
  }

  /// Whether `candidate`, which is ready, is to run at once in the place of `running`.
  default boolean preempts(TaskView candidate, TaskView running, long now) {
    return false;
  }

  /// Notes that `task`, which ran, has left its hart and is not ready.
  default void left(TaskView task, Departure departure, long now) {}

  /// Takes `task` out wherever it stands among the ready; nothing happens if it is not here.
  void remove(TaskView task);

  /// How many tasks are ready.
  int readyCount();

  /// The time after `now` at which [#next] or [#preempts] would answer otherwise though nothing was
  /// called in between (an exhausted budget is filled, a priority boosted); [Long#MAX_VALUE] if
  /// never.
  default long nextChange(long now) {
    return Long.MAX_VALUE;
  }

  /// Whether `task` can be given the attributes `wanted` without breaking what was promised to
  /// others; `sched_setattr` answers `EBUSY` if not.
  default boolean admits(TaskView task, Attributes wanted) {
    return true;
  }
}
