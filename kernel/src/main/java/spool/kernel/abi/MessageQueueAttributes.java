package spool.kernel.abi;

import java.nio.ByteBuffer;

/// The attributes of a message queue of POSIX (mq_getattr(3)).
///
/// @param flags `O_NONBLOCK` or 0
/// @param maxMessages how many messages it may hold
/// @param messageBytes how long a message may be
/// @param messages how many it holds
public record MessageQueueAttributes(
    long flags, long maxMessages, long messageBytes, long messages) {
  /// Bytes of a `struct mq_attr` (linux/mqueue.h).
  public static final int BYTES = 64;

  /// Reads a `struct mq_attr`.
  public static MessageQueueAttributes of(byte[] bytes) {
    ByteBuffer raw = Struct.wrap(bytes);
    return new MessageQueueAttributes(raw.getLong(), raw.getLong(), raw.getLong(), raw.getLong());
  }

  /// The `struct mq_attr`.
  public byte[] toBytes() {
    byte[] bytes = new byte[BYTES];
    Struct.wrap(bytes).putLong(flags).putLong(maxMessages).putLong(messageBytes).putLong(messages);
    return bytes;
  }
}
