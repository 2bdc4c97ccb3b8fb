package spool.kernel.fs;

import java.util.function.BiFunction;
import java.util.function.Function;
import spool.kernel.abi.AtFlags;
import spool.kernel.abi.Errno;
import spool.kernel.abi.FileMode;
import spool.kernel.vm.PageSource;

/// The file tree as one caller sees it, from its root and current directory and with its rights.
public final class FileTree {
  private static final int CHANGE = FileMode.MAY_WRITE | FileMode.MAY_EXECUTE;

  private final Caller caller;

  /// The tree of `caller`.
  public FileTree(Caller caller) {
    this.caller = caller;
  }

  /// The path at `address` in the caller's memory. Fails with `ENAMETOOLONG` if it has more than
  /// 4095 bytes.
  public String path(long address) {
    return caller.memory().readString(address, PathWalk.PATH_MAX);
  }

  /// Walks `path` from the directory open as `dirfd` (or `AT_FDCWD`); a symbolic link at its end is
  /// followed only if `follow`.
  Lookup lookup(int dirfd, String path, boolean follow) {
    return PathWalk.walk(caller, start(dirfd, path), path, follow);
  }

  private Directory start(int dirfd, String path) {
    if (path.startsWith("/") || dirfd == AtFlags.AT_FDCWD) {
      return caller.workingDirectory().current();
    }
    if (caller.descriptors().any(dirfd).inode() instanceof Directory directory) {
      return directory;
    }
    throw Errno.ENOTDIR.failure();
  }

  /// The file at `path`, which must exist.
  public Location find(int dirfd, String path, boolean follow) {
    return lookup(dirfd, path, follow).existing();
  }

  /// As [#find], with `flags` (`AT_SYMLINK_NOFOLLOW`, `AT_EMPTY_PATH`) as `fstatat` has them.
  public Location find(int dirfd, String path, int flags) {
    if (path.isEmpty() && (flags & AtFlags.AT_EMPTY_PATH) != 0) {
      return ofDescriptor(dirfd);
    }
    return find(dirfd, path, (flags & AtFlags.AT_SYMLINK_NOFOLLOW) == 0);
  }

  private Location ofDescriptor(int dirfd) {
    if (dirfd == AtFlags.AT_FDCWD) {
      Directory current = caller.workingDirectory().current();
      return Location.of(current.parent(), ".", current);
    }
    return caller.descriptors().any(dirfd).location();
  }

  /// The directory at `path`, which the caller may search.
  public Directory directory(int dirfd, String path) {
    return searchable(lookup(dirfd, path, true).directory());
  }

  /// `directory`, if the caller may search it.
  public Directory searchable(Directory directory) {
    caller.credentials().demand(FileMode.MAY_EXECUTE, directory);
    return directory;
  }

  /// Makes a directory.
  public void makeDirectory(int dirfd, String path, int mode) {
    Lookup at = lookup(dirfd, path, false);
    make(at, directory -> directory.newDirectory(permissions(mode)));
  }

  /// The directory at `path`, which is made if it does not exist.
  public Directory ensureDirectory(String path, int mode) {
    if (lookup(AtFlags.AT_FDCWD, path, true).inode().isEmpty()) {
      makeDirectory(AtFlags.AT_FDCWD, path, mode);
    }
    return directory(AtFlags.AT_FDCWD, path);
  }

  /// Makes a FIFO.
  public void makeFifo(int dirfd, String path, int mode) {
    make(fileAt(dirfd, path), directory -> directory.newFifo(permissions(mode)));
  }

  /// Makes a file that is only a name in its file system, such as a socket, by `maker` from the
  /// file system and its permissions, and answers it.
  public <T extends Inode> T makeSpecial(
      int dirfd, String path, int mode, BiFunction<FileSystem, Integer, T> maker) {
    Lookup at = fileAt(dirfd, path);
    T made = maker.apply(at.vacancy().fileSystem(), permissions(mode));
    make(at, _ -> made);
    return made;
  }

  /// Makes an empty regular file.
  public void makeFile(int dirfd, String path, int mode) {
    make(fileAt(dirfd, path), directory -> directory.newFile(permissions(mode)));
  }

  /// Makes a regular file of `sizeBytes`, which come from `source` as they are needed.
  public void makeFile(int dirfd, String path, int mode, long sizeBytes, PageSource source) {
    make(fileAt(dirfd, path), directory -> directory.newFile(permissions(mode), sizeBytes, source));
  }

  /// Makes a symbolic link to `target`.
  public void makeSymlink(String target, int dirfd, String path) {
    if (target.isEmpty()) {
      throw Errno.ENOENT.failure();
    }
    make(fileAt(dirfd, path), directory -> directory.newSymlink(target));
  }

  /// Where a file that is no directory may be made: a slash behind a new name is `ENOENT`.
  private Lookup fileAt(int dirfd, String path) {
    Lookup at = lookup(dirfd, path, false);
    if (at.slash() && at.inode().isEmpty()) {
      throw Errno.ENOENT.failure();
    }
    return at;
  }

  /// `mode` less the umask.
  int permissions(int mode) {
    return mode & FileMode.PERMISSIONS & ~caller.workingDirectory().umask();
  }

  /// Puts what `maker` makes at a place that is free, owned by the caller, or by the group of a
  /// directory with the set-group-ID bit.
  Inode make(Lookup at, Function<Directory, Inode> maker) {
    Directory directory = at.vacancy();
    caller.credentials().demand(CHANGE, directory);
    Inode made = maker.apply(directory);
    boolean inherits = (directory.mode() & FileMode.S_ISGID) != 0;
    int group = inherits ? directory.gid() : caller.credentials().effectiveGid();
    made.changeOwner(caller.credentials().effectiveUid(), group);
    if (inherits && made instanceof Directory) {
      made.changeMode(made.mode() | FileMode.S_ISGID);
    }
    directory.insert(at.name(), made);
    return made;
  }

  /// Gives the file at `from` the further name `to`.
  public void link(Location from, int dirfd, String to) {
    Lookup at = fileAt(dirfd, to);
    Directory directory = at.vacancy();
    if (from.inode().fileSystem() != directory.fileSystem()) {
      throw Errno.EXDEV.failure();
    }
    if (from.inode() instanceof Directory) {
      throw Errno.EPERM.failure();
    }
    if (from.inode().links() == 0) {
      throw Errno.ENOENT.failure();
    }
    caller.credentials().demand(CHANGE, directory);
    directory.insert(at.name(), from.inode());
  }

  /// Takes a name away from a file that is no directory.
  public void unlink(int dirfd, String path) {
    Lookup at = lookup(dirfd, path, false);
    Inode inode = at.inode().orElseThrow(Errno.ENOENT::failure);
    if (inode instanceof Directory) {
      throw Errno.EISDIR.failure();
    }
    at.existing();
    demandRemoval(at.container(), inode);
    at.container().remove(at.name());
  }

  /// Removes an empty directory.
  public void removeDirectory(int dirfd, String path) {
    Lookup at = lookup(dirfd, path, false);
    Directory directory = at.directory();
    demandPlain(at);
    demandRemoval(at.container(), directory);
    if (directory.isMount()) {
      throw Errno.EBUSY.failure();
    }
    if (!directory.isEmpty()) {
      throw Errno.ENOTEMPTY.failure();
    }
    at.container().remove(at.name());
  }

  private static void demandPlain(Lookup at) {
    switch (at.name()) {
      case "." -> throw Errno.EINVAL.failure();
      case ".." -> throw Errno.ENOTEMPTY.failure();
      case "" -> throw Errno.EBUSY.failure();
      default -> {}
    }
  }

  /// The right to take an entry out of `directory`; with its sticky bit set only the owner of the
  /// directory or of the file has it.
  public void demandRemoval(Directory directory, Inode inode) {
    Credentials credentials = caller.credentials();
    credentials.demand(CHANGE, directory);
    boolean sticky = (directory.mode() & FileMode.S_ISVTX) != 0;
    if (sticky && directory.uid() != credentials.effectiveUid()) {
      credentials.demandOwner(inode);
    }
  }
}
