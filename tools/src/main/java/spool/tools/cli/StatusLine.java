package spool.tools.cli;

/// A line on a terminal's standard error that says what goes on; nothing without a terminal.
final class StatusLine {
  private final boolean isShown = Session.hasTerminal();
  private int length;

  /// Shows `text` in place of what was there.
  void show(String text) {
    if (isShown) {
      String rest = " ".repeat(Math.max(0, length - text.length()));
      System.err.print("\r" + text + rest);
      length = text.length();
    }
  }

  /// Takes the line away.
  void end() {
    if (isShown) {
      System.err.print("\r" + " ".repeat(length) + "\r");
    }
  }
}
