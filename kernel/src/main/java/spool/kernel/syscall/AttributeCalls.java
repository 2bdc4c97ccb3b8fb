package spool.kernel.syscall;

import spool.kernel.abi.AtFlags;
import spool.kernel.abi.Errno;
import spool.kernel.abi.FileMode;
import spool.kernel.fs.Credentials;
import spool.kernel.fs.FileTree;
import spool.kernel.fs.Inode;
import spool.kernel.process.Task;

/// System calls that read and change the attributes of files.
public final class AttributeCalls {
  private static final int STAT_FLAGS =
      AtFlags.AT_SYMLINK_NOFOLLOW | AtFlags.AT_NO_AUTOMOUNT | AtFlags.AT_EMPTY_PATH;
  private static final int CHANGE_FLAGS = AtFlags.AT_SYMLINK_NOFOLLOW | AtFlags.AT_EMPTY_PATH;
  private static final int ACCESS_FLAGS = CHANGE_FLAGS | AtFlags.AT_EACCESS;
  private static final int STATX_RESERVED = 0x8000_0000;
  private static final int ACCESSES = FileMode.MAY_READ | FileMode.MAY_WRITE | FileMode.MAY_EXECUTE;

  private static Inode find(Task task, int dirfd, long path, int flags) {
    FileTree tree = new FileTree(task);
    return tree.find(dirfd, tree.path(path), flags).inode();
  }

  /// Supported.
  @SystemCall(number = 79, name = "newfstatat")
  long newfstatat(Task task, int dirfd, long path, long result, int flags) {
    Flags.demandOnly(flags, STAT_FLAGS);
    task.memory().write(result, find(task, dirfd, path, flags).stat().toBytes());
    return 0;
  }

  /// Supported.
  @SystemCall(number = 80, name = "fstat")
  long fstat(Task task, int fd, long result) {
    task.memory().write(result, task.descriptors().any(fd).inode().stat().toBytes());
    return 0;
  }

  /// Supported: the basic statistics, whatever `mask` asks for.
  @SystemCall(number = 291, name = "statx")
  long statx(Task task, int dirfd, long path, int flags, int mask, long result) {
    Flags.demandOnly(flags, STAT_FLAGS | AtFlags.AT_STATX_SYNC_TYPE);
    boolean contradicts = (flags & AtFlags.AT_STATX_SYNC_TYPE) == AtFlags.AT_STATX_SYNC_TYPE;
    if (contradicts || (mask & STATX_RESERVED) != 0) {
      throw Errno.EINVAL.failure();
    }
    task.memory().write(result, find(task, dirfd, path, flags).stat().toStatx());
    return 0;
  }

  /// Supported.
  @SystemCall(number = 43, name = "statfs")
  long statfs(Task task, long path, long result) {
    Inode inode = find(task, AtFlags.AT_FDCWD, path, 0);
    task.memory().write(result, inode.fileSystem().statFs().toBytes());
    return 0;
  }

  /// Supported.
  @SystemCall(number = 44, name = "fstatfs")
  long fstatfs(Task task, int fd, long result) {
    Inode inode = task.descriptors().any(fd).inode();
    task.memory().write(result, inode.fileSystem().statFs().toBytes());
    return 0;
  }

  /// Supported.
  @SystemCall(number = 48, name = "faccessat")
  long faccessat(Task task, int dirfd, long path, int mode) {
    return faccessat2(task, dirfd, path, mode, 0);
  }

  /// Supported.
  @SystemCall(number = 439, name = "faccessat2")
  long faccessat2(Task task, int dirfd, long path, int mode, int flags) {
    Flags.demandOnly(flags, ACCESS_FLAGS);
    Flags.demandOnly(mode, ACCESSES);
    Inode inode = find(task, dirfd, path, flags);
    Credentials own = task.credentials();
    Credentials asked = (flags & AtFlags.AT_EACCESS) != 0 ? own : own.real();
    asked.demand(mode, inode);
    return 0;
  }

  /// Supported.
  @SystemCall(number = 52, name = "fchmod")
  long fchmod(Task task, int fd, int mode) {
    changeMode(task, task.descriptors().description(fd).inode(), mode);
    return 0;
  }

  private static void changeMode(Task task, Inode inode, int mode) {
    task.credentials().demandOwner(inode);
    if (inode.is(FileMode.S_IFLNK)) {
      throw Errno.EOPNOTSUPP.failure();
    }
    boolean keepsGroup =
        task.credentials().isPrivileged() || task.credentials().isMember(inode.gid());
    inode.changeMode(keepsGroup ? mode : mode & ~FileMode.S_ISGID);
  }

  /// Supported.
  @SystemCall(number = 53, name = "fchmodat")
  long fchmodat(Task task, int dirfd, long path, int mode) {
    return fchmodat2(task, dirfd, path, mode, 0);
  }

  /// Supported.
  @SystemCall(number = 452, name = "fchmodat2")
  long fchmodat2(Task task, int dirfd, long path, int mode, int flags) {
    Flags.demandOnly(flags, CHANGE_FLAGS);
    changeMode(task, find(task, dirfd, path, flags), mode);
    return 0;
  }

  /// Supported.
  @SystemCall(number = 55, name = "fchown")
  long fchown(Task task, int fd, int uid, int gid) {
    changeOwner(task, task.descriptors().description(fd).inode(), uid, gid);
    return 0;
  }

  /// Supported.
  @SystemCall(number = 54, name = "fchownat")
  long fchownat(Task task, int dirfd, long path, int uid, int gid, int flags) {
    Flags.demandOnly(flags, CHANGE_FLAGS);
    changeOwner(task, find(task, dirfd, path, flags), uid, gid);
    return 0;
  }

  /// Only the superuser gives files away; an owner may choose among the groups that it is in. The
  /// bits that give a program the owner's rights go.
  private static void changeOwner(Task task, Inode inode, int uid, int gid) {
    Credentials own = task.credentials();
    boolean sameOwner = uid == -1 || uid == inode.uid();
    boolean ownGroup = gid == -1 || gid == inode.gid() || own.isMember(gid);
    own.demandOwner(inode);
    if (!own.isPrivileged() && !(sameOwner && ownGroup)) {
      throw Errno.EPERM.failure();
    }
    inode.changeOwner(uid, gid);
    if (!inode.is(FileMode.S_IFDIR)) {
      boolean executable = (inode.mode() & FileMode.S_IXGRP) != 0;
      int lost = FileMode.S_ISUID | (executable ? FileMode.S_ISGID : 0);
      inode.changeMode(inode.mode() & ~lost);
    }
  }

  /// Supported.
  @SystemCall(number = 88, name = "utimensat")
  long utimensat(Task task, int dirfd, long path, long times, int flags) {
    Flags.demandOnly(flags, CHANGE_FLAGS);
    boolean named = path != 0 || dirfd == AtFlags.AT_FDCWD;
    Inode inode =
        named ? find(task, dirfd, path, flags) : task.descriptors().description(dirfd).inode();
    FileTimes wanted = FileTimes.read(task, times, inode);
    wanted.demandRights(task.credentials(), inode);
    wanted.apply(inode);
    return 0;
  }
}
