package spool.kernel.sched;

/// Measures the CPU time that a task has from a mark on.
class Meter {
  private long mark;

  /// A meter that counts from now on.
  Meter(TaskView task) {
    mark(task);
  }

  /// Starts to count anew.
  final void mark(TaskView task) {
    mark = task.cpuCycles();
  }

  /// The cycles since the mark, which stays where it is.
  final long cycles(TaskView task) {
    return task.cpuCycles() - mark;
  }

  /// The cycles since the mark, from where on counting starts anew.
  final long take(TaskView task) {
    long cycles = cycles(task);
    mark += cycles;
    return cycles;
  }
}
