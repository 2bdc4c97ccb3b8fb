package spool.tools.computer;

/// A program that cannot be run: why, in one line for the user, and the status that shells give.
public final class ProgramException extends Exception {
  private static final long serialVersionUID = 1L;

  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;

  private final int status;

  private ProgramException(int status, String message) {
    super(message);
    this.status = status;
  }

  static ProgramException notExecutable(String name, String reason) {
    return new ProgramException(NOT_EXECUTABLE, name + ": cannot be executed: " + reason);
  }

  static ProgramException notFound(String name) {
    return new ProgramException(
        NOT_FOUND, name + ": not found, neither as a file here nor as a program in the box");
  }

  /// 126 if the program is there but cannot be executed, 127 if it is not there.
  public int status() {
    return status;
  }
}
