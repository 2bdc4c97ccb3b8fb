package spool.tools.cli;

import java.util.Optional;

/// What is known of the terminal without asking it.
final class Screen {
  private static final int STANDARD_WIDTH = 80;
  private static final int LEAST_WIDTH = 40;

  private Screen() {}

  /// Columns: what the shell says in `COLUMNS`, or 80.
  static int width() {
    return Optional.ofNullable(System.getenv("COLUMNS"))
        .filter(columns -> columns.matches("[0-9]{1,4}"))
        .map(Integer::valueOf)
        .filter(columns -> columns >= LEAST_WIDTH)
        .orElse(STANDARD_WIDTH);
  }

  /// Whether colours are wanted (no-color.org) and can be shown.
  static boolean hasColours() {
    String refusal = Optional.ofNullable(System.getenv("NO_COLOR")).orElse("");
    return refusal.isEmpty() && Session.hasTerminal();
  }
}
