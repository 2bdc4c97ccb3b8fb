package spool.kernel.sched;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A value that a user can set on a policy.
///
/// @param name as in `--scheduler mlfq:levels=4`
/// @param kind how its text is read
/// @param standard the text of the value that it has if none is set
/// @param description one line for `spool schedulers`
public record Parameter(String name, Kind kind, String standard, String description) {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,12})(ns|us|ms|s)");
  private static final long[] CYCLES = {1, 1_000, 1_000_000, 1_000_000_000};

  /// How the text of a value is read.
  public enum Kind {
    /// A time as `20ms` or `1s`, at least 1 ns.
    DURATION("a time as 500us, 20ms or 1s"),

    /// A whole number, not negative.
    COUNT("a whole number"),

    /// A decimal fraction, not negative.
    FRACTION("a number as 0.5"),

    /// `true` or `false`.
    SWITCH("true or false");

    private final String form;

    Kind(String form) {
      this.form = form;
    }
  }

  /// A parameter whose value is a time.
  public static Parameter duration(String name, String standard, String description) {
    return new Parameter(name, Kind.DURATION, standard, description);
  }

  /// A parameter whose value is a whole number.
  public static Parameter count(String name, String standard, String description) {
    return new Parameter(name, Kind.COUNT, standard, description);
  }

  /// A parameter whose value is a decimal fraction.
  public static Parameter fraction(String name, String standard, String description) {
    return new Parameter(name, Kind.FRACTION, standard, description);
  }

  /// A parameter that is on or off.
  public static Parameter toggle(String name, String standard, String description) {
    return new Parameter(name, Kind.SWITCH, standard, description);
  }

  /// The value that `text` stands for: cycles, a whole number, a `Double` or a `Boolean`. Throws
  /// [IllegalArgumentException] with one line for the user if it is none.
  Object parse(String text) {
    return switch (kind) {
      case DURATION -> cycles(text);
      case COUNT -> matched(text, "[0-9]{1,18}") ? Long.valueOf(text) : failed(text);
      case FRACTION ->
          matched(text, "[0-9]{1,9}(\\.[0-9]{1,9})?") ? Double.valueOf(text) : failed(text);
      case SWITCH -> matched(text, "true|false") ? Boolean.valueOf(text) : failed(text);
    };
  }

  private static boolean matched(String text, String form) {
    return Pattern.matches(form, text);
  }

  private Object cycles(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return failed(text);
    }
    int unit = List.of("ns", "us", "ms", "s").indexOf(matcher.group(2));
    long count = Long.parseLong(matcher.group(1));
    long cycles = Math.multiplyHigh(count, CYCLES[unit]) == 0 ? count * CYCLES[unit] : -1;
    return cycles > 0 ? Long.valueOf(cycles) : failed(text);
  }

  private Object failed(String text) {
    throw new IllegalArgumentException("%s=%s: not %s".formatted(name, text, kind.form));
  }
}
