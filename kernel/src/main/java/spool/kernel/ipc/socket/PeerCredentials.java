package spool.kernel.ipc.socket;

import spool.kernel.fs.Caller;

/// Who is at the other end: `struct ucred`.
public record PeerCredentials(int pid, int uid, int gid) {
  /// Of a socket without a peer.
  static final PeerCredentials NONE = new PeerCredentials(0, -1, -1);

  /// The process that makes a call.
  public static PeerCredentials of(Caller caller) {
    return new PeerCredentials(
        caller.pid(), caller.credentials().effectiveUid(), caller.credentials().effectiveGid());
  }
}
