package spool.kernel.ipc.systemv;

import spool.kernel.abi.Errno;
import spool.kernel.abi.IpcPermission;
import spool.kernel.fs.Credentials;

/// A System V message queue, set of semaphores or segment of shared memory: it has an identifier
/// and permissions, and stays until it is removed, whoever made it (svipc(7)).
abstract class SystemVObject {
  private static final int CLASS = 07;

  private final int id;
  private IpcPermission permission;
  private boolean isRemoved;

  SystemVObject(int id, IpcPermission permission) {
    this.id = id;
    this.permission = permission;
  }

  final int id() {
    return id;
  }

  final IpcPermission permission() {
    return permission;
  }

  final void permission(IpcPermission changed) {
    permission = changed;
  }

  /// Fails with `EACCES` unless all of `wanted` is permitted: permissions of any class, as in a
  /// mode.
  final void demand(Credentials credentials, int wanted) {
    int bits = ((wanted >>> 6) | (wanted >>> 3) | wanted) & CLASS;
    if ((bits & ~granted(credentials)) != 0 && !credentials.isPrivileged()) {
      throw Errno.EACCES.failure();
    }
  }

  private int granted(Credentials credentials) {
    if (isOwner(credentials)) {
      return permission.mode() >>> 6;
    }
    boolean isMember =
        credentials.isMember(permission.creatorGid()) || credentials.isMember(permission.gid());
    return isMember ? permission.mode() >>> 3 : permission.mode();
  }

  private boolean isOwner(Credentials credentials) {
    int user = credentials.effectiveUid();
    return user == permission.creatorUid() || user == permission.uid();
  }

  /// Fails with `EPERM` unless the caller owns it, made it, or is the superuser.
  final void demandOwner(Credentials credentials) {
    if (!isOwner(credentials) && !credentials.isPrivileged()) {
      throw Errno.EPERM.failure();
    }
  }

  /// Fails with `EIDRM` for who waited and finds it removed.
  final void demandPresence() {
    if (isRemoved) {
      throw Errno.EIDRM.failure();
    }
  }

  /// Whether it is no more.
  final boolean isRemoved() {
    return isRemoved;
  }

  /// It is no more: gives back what it took, and tells those who wait.
  void removed() {
    isRemoved = true;
  }
}
