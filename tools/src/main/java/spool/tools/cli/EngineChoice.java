package spool.tools.cli;

/// Who runs the harts.
enum EngineChoice {
  /// One thread of the host runs all of them in turns: every run can be repeated.
  DETERMINISTIC,

  /// Each has a thread of the host.
  PARALLEL
}
