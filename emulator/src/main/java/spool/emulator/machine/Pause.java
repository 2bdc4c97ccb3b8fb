package spool.emulator.machine;

import org.jspecify.annotations.Nullable;
import spool.emulator.hart.Hart;

/// When a run is to stop.
///
/// @param hart the one whose clock counts; any if there is none
/// @param time what the clock is to reach
/// @param moment the place to stop at, if that is not a matter of time
record Pause(@Nullable Hart hart, long time, Moment moment) {
  static final Pause NEVER = before(Long.MAX_VALUE);

  /// Once the clock of any hart has reached `time`.
  static Pause before(long time) {
    return new Pause(null, time, Moment.NEVER);
  }

  /// Once the clock of `hart` has reached `time`.
  static Pause before(Hart hart, long time) {
    return new Pause(hart, time, Moment.NEVER);
  }

  /// At `moment`, which is to come.
  static Pause before(Moment moment) {
    return new Pause(null, Long.MAX_VALUE, moment);
  }

  /// The clock at which to stop while `running` runs, after so many steps.
  long at(Hart running, long steps) {
    if (steps == moment.steps()) {
      return moment.cycles();
    }
    return hart == null || hart == running ? time : Long.MAX_VALUE;
  }

  /// When to stop while nothing runs.
  long at() {
    return hart == null ? time : Long.MAX_VALUE;
  }

  /// Whether, while nothing runs, the moment has been reached after so many steps.
  boolean isReached(long steps) {
    return steps == moment.steps();
  }
}
