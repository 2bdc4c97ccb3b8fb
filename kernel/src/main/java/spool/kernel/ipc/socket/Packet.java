package spool.kernel.ipc.socket;

import spool.kernel.abi.SocketAddress;
import spool.kernel.fs.IoBuffer;

/// A message, or a part of a stream, on its way to a socket.
final class Packet {
  private static final int BYTES_PER_FILE = 16;

  private final SendBuffer buffer;
  private final byte[] bytes;
  private final SocketAddress sender;
  private final PeerCredentials credentials;
  private final Rights rights;
  private int taken;
  private boolean isPeeked;

  /// Bytes from `sender`, which `buffer` has counted, with `rights`.
  Packet(
      SendBuffer buffer,
      byte[] bytes,
      SocketAddress sender,
      PeerCredentials credentials,
      Rights rights) {
    this.buffer = buffer;
    this.bytes = bytes;
    this.sender = sender;
    this.credentials = credentials;
    this.rights = rights;
  }

  /// The bytes that a packet counts for, with so many of its own and so many files.
  static int weight(int bytes, int files) {
    return bytes + files * BYTES_PER_FILE;
  }

  /// The files that come with it.
  Rights rights() {
    return rights;
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

  /// Gives `target` as many of the bytes behind the next `passed` ones as it takes, and answers how
  /// many; they stay.
  int show(IoBuffer target, int passed) {
    int count = (int) Math.min(remaining() - passed, target.remaining());
    return count == 0 ? 0 : target.put(bytes, taken + passed, count);
  }

  /// Whether `MSG_PEEK` has shown it.
  boolean isPeeked() {
    return isPeeked;
  }

  /// Notes that `MSG_PEEK` shows it.
  void peek() {
    isPeeked = true;
  }

  /// Takes `count` bytes away.
  void take(int count) {
    taken += count;
  }

  /// Ends its way.
  void drop() {
    buffer.give(weight(bytes.length, rights.sent()));
    rights.drop();
  }
}
