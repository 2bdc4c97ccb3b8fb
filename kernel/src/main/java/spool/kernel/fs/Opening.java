package spool.kernel.fs;

import spool.kernel.abi.Errno;
import spool.kernel.abi.FileMode;
import spool.kernel.abi.OpenFlags;

/// One `openat`.
public final class Opening {
  private static final int NAMED =
      OpenFlags.O_PATH | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW | OpenFlags.O_CLOEXEC;
  private static final int TMPFILE = OpenFlags.O_TMPFILE & ~OpenFlags.O_DIRECTORY;

  private final Caller caller;
  private final FileTree tree;
  private final int flags;
  private final int mode;

  /// With flags `O_*`, and the permissions of the file if it is made.
  public Opening(Caller caller, int flags, int mode) {
    this.caller = caller;
    this.tree = new FileTree(caller);
    this.flags = has(flags, OpenFlags.O_PATH) ? flags & NAMED : flags | OpenFlags.O_LARGEFILE;
    this.mode = mode;
    demandSense();
  }

  private void demandSense() {
    boolean creates = has(OpenFlags.O_CREAT);
    boolean directory = has(OpenFlags.O_DIRECTORY);
    boolean sense =
        has(TMPFILE) ? directory && !creates && OpenFlags.writes(flags) : !(creates && directory);
    if (!sense) {
      throw Errno.EINVAL.failure();
    }
  }

  private static boolean has(int flags, int flag) {
    return (flags & flag) != 0;
  }

  private boolean has(int flag) {
    return has(flags, flag);
  }

  /// Opens `path`, seen from the directory open as `dirfd`.
  public FileDescription open(int dirfd, String path) {
    if (has(TMPFILE)) {
      return openTemporary(tree.lookup(dirfd, path, true).directory());
    }
    boolean exclusive = has(OpenFlags.O_CREAT) && has(OpenFlags.O_EXCL);
    Lookup at = tree.lookup(dirfd, path, !has(OpenFlags.O_NOFOLLOW) && !exclusive);
    if (at.inode().isEmpty() && has(OpenFlags.O_CREAT)) {
      return create(at);
    }
    if (exclusive) {
      throw Errno.EEXIST.failure();
    }
    return open(at.existing());
  }

  private FileDescription openTemporary(Directory directory) {
    caller.credentials().demand(FileMode.MAY_WRITE | FileMode.MAY_EXECUTE, directory);
    Inode made = directory.newFile(tree.permissions(mode));
    made.changeOwner(caller.credentials().effectiveUid(), caller.credentials().effectiveGid());
    return made.open(Location.of(directory, "#" + made.number(), made), flags, caller);
  }

  private FileDescription create(Lookup at) {
    if (at.slash()) {
      throw Errno.EISDIR.failure();
    }
    Inode made = tree.make(at, directory -> directory.newFile(tree.permissions(mode)));
    return made.open(Location.of(at.container(), at.name(), made), flags, caller);
  }

  private FileDescription open(Location location) {
    demandKind(location.inode());
    if (has(OpenFlags.O_PATH)) {
      return new PathDescription(location, flags);
    }
    caller.credentials().demand(wanted(), location.inode());
    return location.inode().open(location, flags, caller);
  }

  private void demandKind(Inode inode) {
    if (inode instanceof Directory) {
      if (has(OpenFlags.O_CREAT) || OpenFlags.writes(flags)) {
        throw Errno.EISDIR.failure();
      }
    } else if (has(OpenFlags.O_DIRECTORY)) {
      throw Errno.ENOTDIR.failure();
    } else if (inode instanceof Symlink && !has(OpenFlags.O_PATH)) {
      throw Errno.ELOOP.failure();
    }
  }

  private int wanted() {
    return (OpenFlags.reads(flags) ? FileMode.MAY_READ : 0)
        | (OpenFlags.writes(flags) || has(OpenFlags.O_TRUNC) ? FileMode.MAY_WRITE : 0);
  }
}
