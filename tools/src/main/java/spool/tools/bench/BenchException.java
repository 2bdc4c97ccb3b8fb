package spool.tools.bench;

/// A measurement that cannot be made, or a file of measurements that cannot be read: why, in one
/// line for the user.
public final class BenchException extends Exception {
  private static final long serialVersionUID = 1L;

  BenchException(String message) {
    super(message);
  }
}
