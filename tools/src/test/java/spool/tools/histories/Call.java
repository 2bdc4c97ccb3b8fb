package spool.tools.histories;

import java.util.List;

/// One call of a history, as `userland/test/history.c` prints it.
///
/// @param process who made it
/// @param kind what it was
/// @param priority of what was put
/// @param value that was put or got; `NO_VALUE` if none was got
/// @param error 0, or the `errno` with which it failed
/// @param begin when it began, in steps of a clock that all processes share
/// @param end when it returned, or [#NEVER]
record Call(int process, Kind kind, int priority, int value, int error, int begin, int end) {
  /// The end of a call that did not return, as its process was killed in it.
  static final int NEVER = Integer.MAX_VALUE;

  static final int EPERM = 1;
  static final int EAGAIN = 11;
  static final int EDEADLK = 35;
  static final int ETIMEDOUT = 110;

  /// The calls, by their letters in a script.
  enum Kind {
    PUT("p"),
    TRY_PUT("P"),
    TIMED_PUT("T"),
    GET("g"),
    TRY_GET("G"),
    TIMED_GET("U"),

    /// The process that is the value is killed, or leaves; this never returns.
    END("k");

    private final String letter;

    Kind(String letter) {
      this.letter = letter;
    }

    String letter() {
      return letter;
    }

    boolean isPut() {
      return this == PUT || this == TRY_PUT || this == TIMED_PUT;
    }

    private static Kind of(String letter) {
      for (Kind kind : values()) {
        if (kind.letter.equals(letter)) {
          return kind;
        }
      }
      throw new IllegalArgumentException("no call has the letter " + letter);
    }
  }

  /// The calls that the program printed.
  static List<Call> parse(String output) {
    return output.lines().map(Call::parseLine).toList();
  }

  private static Call parseLine(String line) {
    List<String> words = List.of(line.split(" ", -1));
    int end = number(words, 6);
    return new Call(
        number(words, 0),
        Kind.of(words.get(1)),
        number(words, 2),
        number(words, 3),
        number(words, 4),
        number(words, 5),
        end == 0 ? NEVER : end);
  }

  private static int number(List<String> words, int place) {
    return Integer.parseInt(words.get(place));
  }

  boolean hasReturned() {
    return end != NEVER;
  }

  boolean hasSucceeded() {
    return hasReturned() && error == 0;
  }
}
