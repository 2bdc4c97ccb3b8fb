package spool.kernel.trace;

/// What a process, or all processes of a job together, are doing.
public enum Condition {
  /// At least one task is on a hart.
  RUNNING,

  /// None is on a hart, and at least one could be.
  READY,

  /// All wait for something, or are stopped.
  BLOCKED,

  /// There is no task.
  ABSENT
}
