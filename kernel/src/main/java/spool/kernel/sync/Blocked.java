package spool.kernel.sync;

/// Leaves a handler whose task now waits; see [Waiter].
public final class Blocked extends RuntimeException {
  /// The one instance: it carries nothing.
  public static final Blocked BLOCKED = new Blocked();

  private static final long serialVersionUID = 1L;

  private Blocked() {
    super("blocked", null, false, false);
  }
}
