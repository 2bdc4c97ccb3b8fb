package spool.kernel.ipc.socket;

import spool.kernel.abi.MessageFlags;
import spool.kernel.abi.SocketAddress;
import spool.kernel.fs.IoBuffer;

/// What a call receives: the buffer, and what comes beside the bytes.
public final class Incoming {
  private final IoBuffer data;
  private final int flags;
  private SocketAddress sender = SocketAddress.UNNAMED;
  private PeerCredentials credentials = PeerCredentials.NONE;
  private long excess;

  /// To be received into `data`, with `flags` (`MSG_*`).
  public Incoming(IoBuffer data, int flags) {
    this.data = data;
    this.flags = flags;
  }

  IoBuffer data() {
    return data;
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  boolean waits(boolean isNonblocking) {
    return !isNonblocking && !has(MessageFlags.MSG_DONTWAIT);
  }

  /// Notes what came with `packet`.
  void accept(Packet packet) {
    sender = packet.sender();
    credentials = packet.credentials();
  }

  /// Notes that a message had so many bytes more than there was room for.
  void excess(long bytes) {
    excess = bytes;
  }

  /// The name of who sent it.
  public SocketAddress sender() {
    return sender;
  }

  /// Who sent it.
  public PeerCredentials credentials() {
    return credentials;
  }

  /// Whether the message was longer than the buffer.
  public boolean isTruncated() {
    return excess > 0;
  }

  /// How many bytes were received; with `MSG_TRUNC`, how many the message had.
  public long count() {
    return data.moved() + (has(MessageFlags.MSG_TRUNC) ? excess : 0);
  }
}
