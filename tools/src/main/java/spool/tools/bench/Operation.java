package spool.tools.bench;

/// Measures what one operation costs: the difference between a run that does it many times and one
/// that does all the rest.
///
/// @param benchmark the program, which prints how often it did its work
/// @param each how many operations it does each time
record Operation(Benchmark benchmark, int each) {
  /// What one costs: nanoseconds of a processor of the host, and cycles of virtual time, which are
  /// the same in every run.
  record Cost(double nanoseconds, double cycles) {}

  /// What one costs, by two runs.
  Cost measure() {
    int times = benchmark.times();
    Benchmark.Run rest = benchmark.run(0, "0");
    Benchmark.Run all = benchmark.run(times, Integer.toString(times));
    double operations = (double) times * each;
    return new Cost(
        (all.seconds() - rest.seconds()) * 1e9 / operations,
        (all.cycles() - rest.cycles()) / operations);
  }
}
