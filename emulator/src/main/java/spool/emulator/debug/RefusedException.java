package spool.emulator.debug;

/// A debugger asked for what there is not, or what cannot be understood. It is told so.
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Says what was asked for.
  public RefusedException(String message) {
    super(message);
  }
}
