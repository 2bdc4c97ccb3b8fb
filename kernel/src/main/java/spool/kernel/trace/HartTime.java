package spool.kernel.trace;

/// What the time of one hart was spent on, in cycles; the four sum up to the time elapsed.
///
/// @param hart its number
/// @param user programs
/// @param kernel the kernel at work, for a task or a device
/// @param switching changing from one task to another
/// @param idle nothing
/// @param switches how often it changed from one task to another
public record HartTime(int hart, long user, long kernel, long switching, long idle, long switches) {
  /// All of it, in cycles.
  public long total() {
    return user + kernel + switching + idle;
  }
}
