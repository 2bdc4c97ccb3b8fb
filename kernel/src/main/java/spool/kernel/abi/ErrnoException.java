package spool.kernel.abi;

/// Ends the system call under way with an error. It carries no stack trace: to the kernel this is
/// an answer, not a fault.
public final class ErrnoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Errno errno;

  ErrnoException(Errno errno, String reason) {
    super(reason, null, false, false);
    this.errno = errno;
  }

  /// The error.
  public Errno errno() {
    return errno;
  }
}
