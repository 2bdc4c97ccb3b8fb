package spool.tools.explore;

/// How a run ended, in words for the user.
public sealed interface Ending {
  /// The program ended with `status`, as a shell would show it.
  record Exited(int status) implements Ending {
    @Override
    public String toString() {
      return "ended with " + status;
    }
  }

  /// Every process waits for something that cannot come: a deadlock, or a lost wake-up.
  record Stuck() implements Ending {
    @Override
    public String toString() {
      return "stuck: every process waits";
    }
  }

  /// It was not over in the time it had: it computes for ever, or needs longer.
  record Unfinished() implements Ending {
    @Override
    public String toString() {
      return "not over in the time it had";
    }
  }

  /// Whether the program came to its end and said that all was well.
  default boolean isSuccess() {
    return this instanceof Exited(int status) && status == 0;
  }
}
