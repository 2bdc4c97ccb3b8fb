package spool.kernel.mode;

/// Which of the jobs that wait is taken into memory first.
public enum Admission {
  /// The one that came first.
  FIFO,

  /// The one with the smallest estimate of its CPU time, those without one last.
  SHORTEST,

  /// The one with the highest priority.
  PRIORITY
}
