package spool.kernel.trace;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What a process, or a job with all its processes, got from the machine. Times and durations are
/// in cycles of virtual time.
///
/// With one task at a time, `turnaround = cpu + waiting + blocked` to the cycle. Tasks that run in
/// parallel have more CPU time than time passes. Where several harts take part, their clocks differ
/// by a slice and by what the kernel was charged for in it. A task that a hart takes before it is
/// ready by another's clock counts as ready from then on; one that has run on both at once waited
/// less than nothing, so that the sum holds.
///
/// @param arrival when it arrived: the process was made, or the job was handed in
/// @param start when it was on a hart for the first time; empty if it never was
/// @param finish when it ended: the last task of a process was gone, or the job was done with;
///   empty if it has not
/// @param user CPU time of the program itself
/// @param kernel CPU time of the kernel on its behalf
/// @param waiting time in which it could run and did not; of a job also the time before its first
///   process was made, and from the end of the last to its `finish`
/// @param blocked time in which it waited for something else than a hart
/// @param voluntarySwitches how often a task gave its hart to another by waiting, yielding or
///   ending
/// @param involuntarySwitches how often the policy took the hart from a task and gave it to another
/// @param bursts CPU bursts: the CPU time from becoming ready to waiting or ending, across
///   preemptions
/// @param interactions from each wake-up to the next time the task waits or ends: what a user at a
///   terminal feels as the response of one interaction
public record Service(
    long arrival,
    OptionalLong start,
    OptionalLong finish,
    long user,
    long kernel,
    long waiting,
    long blocked,
    long voluntarySwitches,
    long involuntarySwitches,
    Durations bursts,
    Durations interactions) {
  /// CPU time, in user mode and in the kernel; cycles.
  public long cpu() {
    return user + kernel;
  }

  /// From the arrival to the first time on a hart; cycles.
  public OptionalLong response() {
    return sinceArrival(start);
  }

  /// From the arrival to the end; cycles.
  public OptionalLong turnaround() {
    return sinceArrival(finish);
  }

  private OptionalLong sinceArrival(OptionalLong time) {
    return time.isPresent() ? OptionalLong.of(time.getAsLong() - arrival) : time;
  }

  /// The share of the time in which it wanted a hart that it had one, `cpu / (cpu + waiting)`: 1 if
  /// it never waited, the inverse of its slowdown. Empty if it wanted none.
  public OptionalDouble progress() {
    long wanted = cpu() + waiting;
    return wanted > 0 ? OptionalDouble.of((double) cpu() / wanted) : OptionalDouble.empty();
  }
}
