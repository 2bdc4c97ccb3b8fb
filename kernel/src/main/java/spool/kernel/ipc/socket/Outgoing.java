package spool.kernel.ipc.socket;

import java.util.List;
import java.util.Optional;
import spool.kernel.abi.MessageFlags;
import spool.kernel.abi.SocketAddress;
import spool.kernel.fs.Caller;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.IoBuffer;

/// What a call sends.
///
/// @param data the bytes
/// @param target to whom, if not to the peer
/// @param credentials who says that it sends
/// @param files what goes with it (`SCM_RIGHTS`)
/// @param flags `MSG_*`
public record Outgoing(
    IoBuffer data,
    Optional<SocketAddress> target,
    PeerCredentials credentials,
    List<FileDescription> files,
    int flags) {
  /// What `write` sends.
  static Outgoing of(IoBuffer data, Caller caller) {
    return new Outgoing(data, Optional.empty(), PeerCredentials.of(caller), List.of(), 0);
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /// Whether the call may wait, on a socket that `isNonblocking` or not.
  boolean waits(boolean isNonblocking) {
    return !isNonblocking && !has(MessageFlags.MSG_DONTWAIT);
  }
}
