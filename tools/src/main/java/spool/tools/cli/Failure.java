package spool.tools.cli;

/// What went wrong, in one line for the user, and the status to end with.
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  Failure(int status, String message) {
    super(message);
    this.status = status;
  }

  /// What `problem` says.
  Failure(int status, Exception problem) {
    super(problem.getMessage(), problem);
    this.status = status;
  }

  int status() {
    return status;
  }
}
