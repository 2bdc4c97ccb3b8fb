package spool.kernel.ipc.socket;

import java.util.List;
import spool.kernel.abi.MessageFlags;
import spool.kernel.abi.SocketAddress;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.IoBuffer;

/// What a call receives: the buffer, and what comes beside the bytes.
public final class Incoming {
  private final IoBuffer data;
  private final int flags;
  private SocketAddress sender = SocketAddress.UNNAMED;
  private PeerCredentials credentials = PeerCredentials.NONE;
  private List<FileDescription> files = List.of();
  private long excess;

  /// To be received into `data`, with `flags` (`MSG_*`).
  public Incoming(IoBuffer data, int flags) {
    this.data = data;
    this.flags = flags;
  }

  IoBuffer data() {
    return data;
  }

  /// Whether `flag` was asked for.
  public boolean has(int flag) {
    return (flags & flag) != 0;
  }

  boolean waits(boolean isNonblocking) {
    return !isNonblocking && !has(MessageFlags.MSG_DONTWAIT);
  }

  /// Notes what came with `packet`.
  void accept(Packet packet) {
    sender = packet.sender();
    credentials = packet.credentials();
    Rights rights = packet.rights();
    if (!rights.files().isEmpty()) {
      files = has(MessageFlags.MSG_PEEK) ? rights.copy() : rights.take();
    }
  }

  /// Whether files came with it, after which nothing more is received.
  boolean hasFiles() {
    return !files.isEmpty();
  }

  /// Takes the files that came with it, with their references.
  public List<FileDescription> takeFiles() {
    List<FileDescription> taken = files;
    files = List.of();
    return taken;
  }

  /// Gives up the files that nobody has taken.
  public void discardFiles() {
    takeFiles().forEach(FileDescription::release);
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
