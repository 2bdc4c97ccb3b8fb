package spool.kernel.fs;

import java.util.List;
import spool.kernel.abi.Errno;
import spool.kernel.abi.FileMode;

/// The user and groups of a process (credentials(7)).
public record Credentials(
    int uid,
    int effectiveUid,
    int savedUid,
    int gid,
    int effectiveGid,
    int savedGid,
    List<Integer> groups) {
  /// The superuser.
  public static final Credentials ROOT = new Credentials(0, 0, 0, 0, 0, 0, List.of());

  private static final int ANY_EXECUTE = 0111;

  /// Whether permissions do not apply.
  public boolean isPrivileged() {
    return effectiveUid == 0;
  }

  /// The same with the real user and group in place of the effective ones, as `faccessat` asks.
  public Credentials real() {
    return new Credentials(uid, uid, savedUid, gid, gid, savedGid, groups);
  }

  /// Whether a group is the effective or a supplementary one.
  public boolean isMember(int group) {
    return group == effectiveGid || groups.contains(group);
  }

  /// Whether all of `wanted` (`FileMode.MAY_*`) is permitted on `inode`. The superuser may do all
  /// but execute what nobody may.
  public boolean may(int wanted, Inode inode) {
    if (isPrivileged()) {
      boolean executes = (wanted & FileMode.MAY_EXECUTE) != 0;
      return !executes || inode instanceof Directory || (inode.mode() & ANY_EXECUTE) != 0;
    }
    return (classBits(inode) & wanted) == wanted;
  }

  private int classBits(Inode inode) {
    if (inode.uid() == effectiveUid) {
      return inode.mode() >>> 6;
    }
    return isMember(inode.gid()) ? inode.mode() >>> 3 : inode.mode();
  }

  /// Fails with `EACCES` unless all of `wanted` is permitted on `inode`.
  public void demand(int wanted, Inode inode) {
    if (!may(wanted, inode)) {
      throw Errno.EACCES.failure();
    }
  }

  /// Fails with `EPERM` unless the caller owns `inode` or is the superuser.
  public void demandOwner(Inode inode) {
    if (!isPrivileged() && inode.uid() != effectiveUid) {
      throw Errno.EPERM.failure();
    }
  }
}
