package spool.kernel.sched.kit;

/// A CPU burst of a job, and what the job does after it unless it was the last.
///
/// @param cpu how long the burst is, at least 1; cycles
/// @param then what comes after it
/// @param pause how long the job sleeps, if it does; cycles
public record Step(long cpu, Then then, long pause) {
  /// What a job does between two bursts.
  public enum Then {
    /// It waits for a time, as for a device.
    SLEEPS,

    /// It offers its hart to others, and is ready to go on.
    YIELDS,

    /// It waits for its next period, or goes on at once if that has begun.
    AWAITS_PERIOD
  }

  /// Throws [IllegalArgumentException] for a burst that is empty or a pause that is none.
  public Step {
    if (cpu < 1 || (then == Then.SLEEPS) != (pause > 0)) {
      throw new IllegalArgumentException("burst %d, pause %d".formatted(cpu, pause));
    }
  }

  /// A burst after which the job yields, or ends if it is the last.
  public static Step of(long cpu) {
    return new Step(cpu, Then.YIELDS, 0);
  }

  /// A burst before a sleep.
  public static Step sleeping(long cpu, long pause) {
    return new Step(cpu, Then.SLEEPS, pause);
  }

  /// The work of one period.
  public static Step periodic(long cpu) {
    return new Step(cpu, Then.AWAITS_PERIOD, 0);
  }

  static Step parse(String text) {
    int tilde = text.indexOf('~');
    if (tilde >= 0) {
      return sleeping(
          Duration.parse(text.substring(0, tilde)), Duration.parse(text.substring(tilde + 1)));
    }
    return text.endsWith("@")
        ? periodic(Duration.parse(text.substring(0, text.length() - 1)))
        : of(Duration.parse(text));
  }

  /// `3ms~5ms` for a burst and a sleep, `3ms` before a yield, `3ms@` before the next period.
  @Override
  public String toString() {
    return switch (then) {
      case SLEEPS -> Duration.text(cpu) + "~" + Duration.text(pause);
      case YIELDS -> Duration.text(cpu);
      case AWAITS_PERIOD -> Duration.text(cpu) + "@";
    };
  }
}
