package spool.kernel.sync;

/// Leaves a handler that would wait although a signal is to be handled first. The call is executed
/// again or fails with `EINTR`, as signal(7) has it for the call and the handler's `SA_RESTART`.
public final class Interrupted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// When the call is executed again after a handler.
  public enum Restart {
    /// If the handler has `SA_RESTART` and the call allows it.
    AS_WANTED,

    /// Never, as a wait that would have had a deadline.
    NEVER,

    /// After every handler: the call must not be seen to be interrupted at all.
    ALWAYS
  }

  private final Restart restart;

  /// Carries no stack trace; `timed` says that the wait would have had a deadline.
  public Interrupted(boolean timed) {
    this(timed ? Restart.NEVER : Restart.AS_WANTED);
  }

  /// Carries no stack trace.
  public Interrupted(Restart restart) {
    super("interrupted", null, false, false);
    this.restart = restart;
  }

  /// When the call is executed again.
  public Restart restart() {
    return restart;
  }
}
