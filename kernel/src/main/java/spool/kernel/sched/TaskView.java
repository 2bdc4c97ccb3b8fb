package spool.kernel.sched;

/// What a scheduling policy may know of a task.
public interface TaskView {
  /// The task's number, unique while it lives.
  int tid();

  /// The nice value, -20 to 19.
  int nice();

  /// CPU time used so far, in cycles.
  long cpuCycles();

  /// Whether the task's affinity lets it run on hart number `hart`.
  boolean mayRunOn(int hart);
}
