package spool.kernel.syscall;

import java.nio.charset.StandardCharsets;
import spool.kernel.abi.AtFlags;
import spool.kernel.abi.Errno;
import spool.kernel.abi.FileMode;
import spool.kernel.fs.Directory;
import spool.kernel.fs.DirectoryDescription;
import spool.kernel.fs.FileTree;
import spool.kernel.fs.Inode;
import spool.kernel.fs.Location;
import spool.kernel.fs.ProgramBuffer;
import spool.kernel.fs.Rename;
import spool.kernel.fs.Symlink;
import spool.kernel.process.Task;

/// System calls that read and change directories, and the process's place among them.
public final class DirectoryCalls {
  private static final int PATH_MAX = 4096;

  /// Supported.
  @SystemCall(number = 34, name = "mkdirat")
  long mkdirat(Task task, int dirfd, long path, int mode) {
    FileTree tree = new FileTree(task);
    tree.makeDirectory(dirfd, tree.path(path), mode);
    return 0;
  }

  /// Supported for regular files and FIFOs.
  @SystemCall(number = 33, name = "mknodat")
  long mknodat(Task task, int dirfd, long path, int mode, long device) {
    FileTree tree = new FileTree(task);
    switch (mode & FileMode.S_IFMT) {
      case 0, FileMode.S_IFREG -> tree.makeFile(dirfd, tree.path(path), mode);
      case FileMode.S_IFIFO -> tree.makeFifo(dirfd, tree.path(path), mode);
      case FileMode.S_IFCHR, FileMode.S_IFBLK, FileMode.S_IFSOCK, FileMode.S_IFDIR ->
          throw Errno.EPERM.failure();
      default -> throw Errno.EINVAL.failure();
    }
    return 0;
  }

  /// Supported.
  @SystemCall(number = 35, name = "unlinkat")
  long unlinkat(Task task, int dirfd, long path, int flags) {
    Flags.demandOnly(flags, AtFlags.AT_REMOVEDIR);
    FileTree tree = new FileTree(task);
    if (flags == 0) {
      tree.unlink(dirfd, tree.path(path));
    } else {
      tree.removeDirectory(dirfd, tree.path(path));
    }
    return 0;
  }

  /// Supported.
  @SystemCall(number = 36, name = "symlinkat")
  long symlinkat(Task task, long target, int dirfd, long path) {
    FileTree tree = new FileTree(task);
    tree.makeSymlink(tree.path(target), dirfd, tree.path(path));
    return 0;
  }

  /// Supported.
  @SystemCall(number = 37, name = "linkat")
  long linkat(Task task, int fromDirectory, long from, int toDirectory, long to, int flags) {
    Flags.demandOnly(flags, AtFlags.AT_SYMLINK_FOLLOW | AtFlags.AT_EMPTY_PATH);
    FileTree tree = new FileTree(task);
    boolean follow = (flags & AtFlags.AT_SYMLINK_FOLLOW) != 0;
    int how = (flags & AtFlags.AT_EMPTY_PATH) | (follow ? 0 : AtFlags.AT_SYMLINK_NOFOLLOW);
    Location file = tree.find(fromDirectory, tree.path(from), how);
    tree.link(file, toDirectory, tree.path(to));
    return 0;
  }

  /// Supported.
  @SystemCall(number = 38, name = "renameat")
  long renameat(Task task, int fromDirectory, long from, int toDirectory, long to) {
    return renameat2(task, fromDirectory, from, toDirectory, to, 0);
  }

  /// Supported without `RENAME_WHITEOUT`.
  @SystemCall(number = 276, name = "renameat2")
  long renameat2(Task task, int fromDirectory, long from, int toDirectory, long to, int flags) {
    FileTree tree = new FileTree(task);
    new Rename(tree, fromDirectory, tree.path(from), toDirectory, tree.path(to), flags).run();
    return 0;
  }

  /// Supported.
  @SystemCall(number = 61, name = "getdents64")
  long getdents64(Task task, int fd, long buffer, int count) {
    if (task.descriptors().description(fd) instanceof DirectoryDescription directory) {
      ProgramBuffer target = ProgramBuffer.of(task.memory(), buffer, Integer.toUnsignedLong(count));
      directory.list(target);
      return target.moved();
    }
    throw Errno.ENOTDIR.failure();
  }

  /// Supported.
  @SystemCall(number = 78, name = "readlinkat")
  long readlinkat(Task task, int dirfd, long path, long buffer, int size) {
    if (size <= 0) {
      throw Errno.EINVAL.failure();
    }
    FileTree tree = new FileTree(task);
    String name = tree.path(path);
    int how = AtFlags.AT_SYMLINK_NOFOLLOW | AtFlags.AT_EMPTY_PATH;
    if (tree.find(dirfd, name, how).inode() instanceof Symlink link) {
      byte[] target = bytes(link.target(task));
      int length = Math.min(size, target.length);
      task.memory().write(buffer, target, 0, length);
      return length;
    }
    throw (name.isEmpty() ? Errno.ENOENT : Errno.EINVAL).failure();
  }

  private static byte[] bytes(String path) {
    return path.getBytes(StandardCharsets.ISO_8859_1);
  }

  /// Supported.
  @SystemCall(number = 17, name = "getcwd")
  long getcwd(Task task, long buffer, long size) {
    Directory current = task.workingDirectory().current();
    if (current.isRemoved()) {
      throw Errno.ENOENT.failure();
    }
    byte[] path = bytes(current.path(task.workingDirectory().root()) + '\0');
    if (path.length > PATH_MAX) {
      throw Errno.ENAMETOOLONG.failure();
    }
    if (Long.compareUnsigned(size, path.length) < 0) {
      throw Errno.ERANGE.failure();
    }
    task.memory().write(buffer, path);
    return path.length;
  }

  /// Supported.
  @SystemCall(number = 49, name = "chdir")
  long chdir(Task task, long path) {
    FileTree tree = new FileTree(task);
    task.workingDirectory().change(tree.directory(AtFlags.AT_FDCWD, tree.path(path)));
    return 0;
  }

  /// Supported.
  @SystemCall(number = 50, name = "fchdir")
  long fchdir(Task task, int fd) {
    Inode inode = task.descriptors().any(fd).inode();
    if (inode instanceof Directory directory) {
      task.workingDirectory().change(new FileTree(task).searchable(directory));
      return 0;
    }
    throw Errno.ENOTDIR.failure();
  }

  /// Supported.
  @SystemCall(number = 51, name = "chroot")
  long chroot(Task task, long path) {
    FileTree tree = new FileTree(task);
    Directory root = tree.directory(AtFlags.AT_FDCWD, tree.path(path));
    if (!task.credentials().isPrivileged()) {
      throw Errno.EPERM.failure();
    }
    task.workingDirectory().changeRoot(root);
    return 0;
  }

  /// Supported.
  @SystemCall(number = 166, name = "umask")
  long umask(Task task, int mask) {
    return task.workingDirectory().umask(mask);
  }
}
