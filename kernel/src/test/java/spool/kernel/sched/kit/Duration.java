package spool.kernel.sched.kit;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Spans of virtual time as text: `30ms`, `500us`, `7` for a number of cycles.
final class Duration {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,18})(s|ms|us|)");
  private static final List<String> UNITS = List.of("s", "ms", "us", "");
  private static final long[] CYCLES = {1_000_000_000, 1_000_000, 1_000, 1};

  private Duration() {}

  /// In the largest unit that divides it.
  static String text(long cycles) {
    int unit = 0;
    while (cycles % CYCLES[unit] != 0) {
      unit++;
    }
    return cycles == 0 ? "0" : cycles / CYCLES[unit] + UNITS.get(unit);
  }

  /// What [#text] has written.
  static long parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a span of time: '" + text + "'");
    }
    return Math.multiplyExact(
        Long.parseLong(matcher.group(1)), CYCLES[UNITS.indexOf(matcher.group(2))]);
  }
}
