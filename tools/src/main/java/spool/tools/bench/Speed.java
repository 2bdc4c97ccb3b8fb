package spool.tools.bench;

/// Measures how many instructions the machine interprets in a second of a processor of the host.
///
/// @param benchmark the program
/// @param expected what it prints
record Speed(Benchmark benchmark, String expected) {
  /// Millions of instructions per second, in one run.
  double measure() {
    Benchmark.Run run = benchmark.run(benchmark.times(), expected);
    return run.instructions() / run.seconds() / 1e6;
  }
}
