package spool.tools.report;

/// A text that is not the JSON that was expected: what is wrong, and where, in one line.
public final class JsonException extends Exception {
  private static final long serialVersionUID = 1L;

  /// What is wrong, and where.
  public JsonException(String message) {
    super(message);
  }
}
