package spool.kernel.ipc.socket;

import spool.kernel.abi.SocketAddress;
import spool.kernel.fs.IoBuffer;

/// A message, or a part of a stream, on its way to a socket.
final class Packet {
  private final SendBuffer buffer;
  private final byte[] bytes;
  private final SocketAddress sender;
  private final PeerCredentials credentials;
  private int taken;

  /// Bytes from `sender`, which `buffer` has counted.
  Packet(SendBuffer buffer, byte[] bytes, SocketAddress sender, PeerCredentials credentials) {
    this.buffer = buffer;
    this.bytes = bytes;
    this.sender = sender;
    this.credentials = credentials;
  }

  SocketAddress sender() {
    return sender;
  }

  PeerCredentials credentials() {
    return credentials;
  }

  /// How many bytes nobody has taken yet.
  int remaining() {
    return bytes.length - taken;
  }

  /// Gives `target` as many of these bytes as it takes, and answers how many; they stay.
  int show(IoBuffer target) {
    int count = (int) Math.min(remaining(), target.remaining());
    return count == 0 ? 0 : target.put(bytes, taken, count);
  }

  /// Takes `count` bytes away.
  void take(int count) {
    taken += count;
  }

  /// Ends its way.
  void drop() {
    buffer.give(bytes.length);
  }
}
