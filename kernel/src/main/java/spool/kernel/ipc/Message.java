package spool.kernel.ipc;

/// A message in a queue. Its bytes are nobody else's and never change.
public final class Message {
  private final long rank;
  private final byte[] bytes;

  /// A message of these bytes with a priority (POSIX) or a type (System V).
  public Message(long rank, byte[] bytes) {
    this.rank = rank;
    this.bytes = bytes;
  }

  /// Its priority or its type.
  public long rank() {
    return rank;
  }

  /// How many bytes it has.
  public int length() {
    return bytes.length;
  }

  /// Its bytes.
  public byte[] bytes() {
    return bytes;
  }
}
