package spool.emulator.device;

/// A driver has put something into a [Virtqueue] that no device can make sense of.
final class MalformedQueueException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedQueueException(String message) {
    super(message);
  }
}
