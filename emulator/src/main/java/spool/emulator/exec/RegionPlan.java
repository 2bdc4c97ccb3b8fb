package spool.emulator.exec;

import java.util.Set;

/// How a region was made.
///
/// @param seed the place that it was selected from, in bytes from the start of its frame
/// @param wandering the places of accesses that look for their page in the TLB, as none of their
///   windows would serve them for long
/// @param inexact whether it is for harts that know of an inexact result
public record RegionPlan(int seed, Set<Integer> wandering, boolean inexact) {
  /// The plan of nothing.
  static final RegionPlan NONE = new RegionPlan(-1, Set.of(), false);
}
