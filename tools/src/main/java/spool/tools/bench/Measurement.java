package spool.tools.bench;

/// What one contender took for one workload.
///
/// @param workload the workload's name
/// @param contender the contender's name
/// @param times how often it did its work each round
/// @param processor seconds of processors, each round
/// @param elapsed seconds that elapsed, each round
record Measurement(String workload, String contender, int times, Series processor, Series elapsed) {
  /// The median of the seconds of processors for doing the work once.
  double each() {
    return processor.median() / times;
  }
}
