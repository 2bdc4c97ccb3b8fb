package spool.kernel.fs;

import java.util.List;
import spool.kernel.abi.Errno;
import spool.kernel.abi.FileMode;

/// The user and groups of a process (credentials(7)).
public record Credentials(Identifiers user, Identifiers group, List<Integer> groups) {
  /// The superuser.
  public static final Credentials ROOT =
      new Credentials(Identifiers.all(0), Identifiers.all(0), List.of());

  private static final int ANY_EXECUTE = 0111;

  /// The real user.
  public int uid() {
    return user.real();
  }

  /// The user whose permissions apply.
  public int effectiveUid() {
    return user.effective();
  }

  /// The real group.
  public int gid() {
    return group.real();
  }

  /// The group whose permissions apply.
  public int effectiveGid() {
    return group.effective();
  }

  /// Whether permissions do not apply.
  public boolean isPrivileged() {
    return effectiveUid() == 0;
  }

  /// The same with the real user and group in place of the effective ones, as `faccessat` asks.
  public Credentials real() {
    return new Credentials(
        new Identifiers(uid(), uid(), user.saved()),
        new Identifiers(gid(), gid(), group.saved()),
        groups);
  }

  /// Whether a group is the effective or a supplementary one.
  public boolean isMember(int gid) {
    return gid == effectiveGid() || groups.contains(gid);
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
    if (inode.uid() == effectiveUid()) {
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
    if (!isPrivileged() && inode.uid() != effectiveUid()) {
      throw Errno.EPERM.failure();
    }
  }
}
