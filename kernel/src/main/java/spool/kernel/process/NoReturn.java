package spool.kernel.process;

/// Leaves a handler after which there is nothing to answer: the task has ended, or its registers
/// are those of another place in the program, or of another program.
public final class NoReturn extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Carries nothing, not even a stack trace.
  public NoReturn() {
    super("no return", null, false, false);
  }
}
