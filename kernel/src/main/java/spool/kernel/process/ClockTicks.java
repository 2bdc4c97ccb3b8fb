package spool.kernel.process;

/// The unit in which old interfaces count time: a hundredth of a second (`USER_HZ`).
public final class ClockTicks {
  /// Cycles in a tick.
  public static final long CYCLES = 10_000_000;

  private ClockTicks() {}

  /// `cycles` in ticks, rounded down.
  public static long of(long cycles) {
    return cycles / CYCLES;
  }
}
