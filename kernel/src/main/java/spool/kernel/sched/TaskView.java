package spool.kernel.sched;

import java.util.function.Function;

/// What a scheduling policy may know of a task.
public interface TaskView {
  /// The task's number, unique while it lives.
  int tid();

  /// The nice value to go by, -20 to 19.
  int nice();

  /// The scheduling class and its parameters to go by: those that the task has asked for, or those
  /// of a task that waits for it and that it runs in the place of.
  Attributes attributes();

  /// What the task itself has asked for.
  default Attributes ownAttributes() {
    return attributes();
  }

  /// CPU time used so far, in cycles, up to this moment.
  long cpuCycles();

  /// The hart that it runs on or ran on last.
  int hart();

  /// Whether the task's affinity lets it run on hart number `hart`.
  boolean mayRunOn(int hart);

  /// What the policy keeps with the task: the object that an earlier call left here, or what
  /// `first` makes to begin with or if that was of another type. It goes when the task ends or the
  /// machine's policy is changed.
  <T> T standing(Class<T> type, Function<TaskView, T> first);
}
