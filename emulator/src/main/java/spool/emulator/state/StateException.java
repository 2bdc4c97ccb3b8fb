package spool.emulator.state;

/// A state cannot be saved, or is not that of the machine into which it is to be put.
public final class StateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Says what is wrong.
  public StateException(String message) {
    super(message);
  }

  /// Says what is wrong, and what showed it.
  public StateException(String message, Throwable cause) {
    super(message, cause);
  }
}
