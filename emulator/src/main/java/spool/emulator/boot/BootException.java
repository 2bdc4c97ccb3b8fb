package spool.emulator.boot;

/// A machine cannot be started with the images given; the message says why, in one line.
public final class BootException extends Exception {
  private static final long serialVersionUID = 1L;

  BootException(String message) {
    super(message);
  }
}
