package spool.tools.computer;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What one process of the guest's `process_script` does, step by step; children are known to their
/// parent by number, from 0.
record ProcessScript(List<Step> steps) {
  /// A step, in the notation of `userland/test/process_script.c`.
  sealed interface Step {
    /// Its text in a script.
    String text();
  }

  /// Forks a child that follows a script of its own.
  record Fork(ProcessScript child) implements Step {
    @Override
    public String text() {
      return "(" + child.text() + ")";
    }
  }

  /// Waits for whichever child ends first.
  record Await() implements Step {
    @Override
    public String text() {
      return "w";
    }
  }

  /// Waits for one child.
  record AwaitChild(int child) implements Step {
    @Override
    public String text() {
      return "w" + child;
    }
  }

  /// Sends a signal that ends a child.
  record EndChild(int child, EndingSignal signal) implements Step {
    @Override
    public String text() {
      return signal.letter() + child;
    }
  }

  /// Sleeps a little.
  record Sleep() implements Step {
    @Override
    public String text() {
      return "s";
    }
  }

  /// Exits with a status from 0 to 9.
  record Exit(int status) implements Step {
    @Override
    public String text() {
      return "x" + status;
    }
  }

  /// The signals that scripts send: the letter of their step and the status that they leave.
  enum EndingSignal {
    SIGKILL("k", 128 + 9),
    SIGTERM("t", 128 + 15);

    private final String letter;
    private final int status;

    EndingSignal(String letter, int status) {
      this.letter = letter;
      this.status = status;
    }

    String letter() {
      return letter;
    }

    int status() {
      return status;
    }
  }

  /// The whole script as the guest reads it.
  String text() {
    return steps.stream().map(Step::text).collect(Collectors.joining());
  }

  /// The steps up to the one that exits, which comes last.
  List<Step> lived() {
    List<Step> before = steps.stream().takeWhile(step -> !(step instanceof Exit)).toList();
    return Stream.concat(before.stream(), Stream.of(new Exit(status()))).toList();
  }

  /// The status with which the process ends if nobody ends it.
  int status() {
    return steps.stream()
        .filter(Exit.class::isInstance)
        .map(Exit.class::cast)
        .mapToInt(Exit::status)
        .findFirst()
        .orElse(0);
  }
}
