package spool.kernel.sched;

import java.util.List;

/// How much CPU time a task will want: what it has declared, or else what its past lets expect.
///
/// A task declares by `sched_setattr` what it needs in all ([Attributes#runtime] of one without a
/// deadline), as a job's card does. Of one that declares nothing the next CPU burst, the time from
/// waking to the next wait, is expected by exponential averaging (Silberschatz, Galvin and Gagne,
/// Operating System Concepts, section 5.3.2): after a burst of length t the expectation e becomes
/// alpha t + (1 - alpha) e; before the first one it is a guess.
///
/// A burst ends when the task waits. Being preempted or yielding does not end it; one in which the
/// task is stopped counts for nothing.
final class Bursts {
  static final Parameter ALPHA =
      Parameter.fraction("alpha", "0.5", "weight of the last burst against those before it");
  static final Parameter GUESS =
      Parameter.duration("guess", "10ms", "the burst expected of a task that has had none");
  static final List<Parameter> PARAMETERS = List.of(ALPHA, GUESS);

  private final double alpha;
  private final long guess;

  /// What is known of a task; the mark is the start of its burst.
  private static final class Past extends Meter {
    long expected;

    Past(TaskView task, long guess) {
      super(task);
      expected = guess;
    }
  }

  /// Expectations with the parameters that `settings` has. Throws [IllegalArgumentException] for a
  /// weight above 1.
  Bursts(Settings settings) {
    alpha = settings.fraction(ALPHA);
    guess = settings.cycles(GUESS);
    if (alpha > 1) {
      throw new IllegalArgumentException("alpha=" + alpha + ": not between 0 and 1");
    }
  }

  private Past past(TaskView task) {
    return task.standing(Past.class, each -> new Past(each, guess));
  }

  private static long declared(TaskView task) {
    Attributes attributes = task.attributes();
    return attributes.isPeriodic() ? 0 : attributes.runtime();
  }

  /// Notes that a burst of `task` begins.
  void begin(TaskView task) {
    past(task).mark(task);
  }

  /// Notes that the burst of `task` has ended.
  void end(TaskView task) {
    Past past = past(task);
    past.expected = Math.round(alpha * past.take(task) + (1 - alpha) * past.expected);
  }

  /// What the task needs in all by its own word, or in this burst by its past.
  long length(TaskView task) {
    long declared = declared(task);
    return declared > 0 ? declared : past(task).expected;
  }

  /// What is left of that, at least 0. Of one that has declared nothing and has outrun what was
  /// expected, as much again as it has had: one that spins must not be next for ever.
  long remaining(TaskView task) {
    long declared = declared(task);
    if (declared > 0) {
      return Math.max(0, declared - task.cpuCycles());
    }
    long had = past(task).cycles(task);
    long expected = past(task).expected;
    return had < expected ? expected - had : had;
  }
}
