package spool.kernel.sync;

/// Leaves a handler that would wait although a signal is to be handled first. The call is executed
/// again or fails with `EINTR`, as signal(7) has it for the call and the handler's `SA_RESTART`.
public final class Interrupted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean timed;

  /// Carries no stack trace; `timed` says that the wait would have had a deadline.
  public Interrupted(boolean timed) {
    super("interrupted", null, false, false);
    this.timed = timed;
  }

  /// Whether the wait would have had a deadline: no handler ever restarts such a call.
  public boolean timed() {
    return timed;
  }
}
