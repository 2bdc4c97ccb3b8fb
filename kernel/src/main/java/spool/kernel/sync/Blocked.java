package spool.kernel.sync;

/// Leaves a handler whose task now waits; see [Waiter].
public final class Blocked extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Carries nothing, not even a stack trace.
  public Blocked() {
    super("blocked", null, false, false);
  }
}
