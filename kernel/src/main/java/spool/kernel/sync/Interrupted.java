package spool.kernel.sync;

/// Leaves a handler that would wait although a signal is to be handled first. The call is restarted
/// or fails with `EINTR`, as signal(7) has it for the call and the handler's `SA_RESTART`.
public final class Interrupted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Carries nothing, not even a stack trace.
  public Interrupted() {
    super("interrupted", null, false, false);
  }
}
