package spool.userland;

/// A C program could not be compiled: the message says why, as the compiler said it.
public final class CompileException extends Exception {
  private static final long serialVersionUID = 1L;

  /// A failure described by `message`, which may have several lines.
  public CompileException(String message) {
    super(message);
  }
}
