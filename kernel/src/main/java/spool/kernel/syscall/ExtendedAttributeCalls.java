package spool.kernel.syscall;

import spool.kernel.abi.AtFlags;
import spool.kernel.abi.Errno;
import spool.kernel.fs.FileTree;
import spool.kernel.process.Task;

/// System calls about extended attributes (xattr(7)). No file has any: lists are empty, everything
/// else answers `EOPNOTSUPP`, as on a file system without them.
public final class ExtendedAttributeCalls {
  private static long unsupported(Task task, long path, boolean follow) {
    find(task, path, follow);
    throw Errno.EOPNOTSUPP.failure();
  }

  private static long unsupported(Task task, int fd) {
    task.descriptors().description(fd);
    throw Errno.EOPNOTSUPP.failure();
  }

  private static void find(Task task, long path, boolean follow) {
    FileTree tree = new FileTree(task);
    tree.find(AtFlags.AT_FDCWD, tree.path(path), follow);
  }

  /// Answers `EOPNOTSUPP`.
  @SystemCall(number = 5, name = "setxattr")
  long setxattr(Task task, long path, long name, long value, long size, int flags) {
    return unsupported(task, path, true);
  }

  /// Answers `EOPNOTSUPP`.
  @SystemCall(number = 6, name = "lsetxattr")
  long lsetxattr(Task task, long path, long name, long value, long size, int flags) {
    return unsupported(task, path, false);
  }

  /// Answers `EOPNOTSUPP`.
  @SystemCall(number = 7, name = "fsetxattr")
  long fsetxattr(Task task, int fd, long name, long value, long size, int flags) {
    return unsupported(task, fd);
  }

  /// Answers `EOPNOTSUPP`.
  @SystemCall(number = 8, name = "getxattr")
  long getxattr(Task task, long path, long name, long value, long size) {
    return unsupported(task, path, true);
  }

  /// Answers `EOPNOTSUPP`.
  @SystemCall(number = 9, name = "lgetxattr")
  long lgetxattr(Task task, long path, long name, long value, long size) {
    return unsupported(task, path, false);
  }

  /// Answers `EOPNOTSUPP`.
  @SystemCall(number = 10, name = "fgetxattr")
  long fgetxattr(Task task, int fd, long name, long value, long size) {
    return unsupported(task, fd);
  }

  /// Supported: the list is empty.
  @SystemCall(number = 11, name = "listxattr")
  long listxattr(Task task, long path, long list, long size) {
    find(task, path, true);
    return 0;
  }

  /// Supported: the list is empty.
  @SystemCall(number = 12, name = "llistxattr")
  long llistxattr(Task task, long path, long list, long size) {
    find(task, path, false);
    return 0;
  }

  /// Supported: the list is empty.
  @SystemCall(number = 13, name = "flistxattr")
  long flistxattr(Task task, int fd, long list, long size) {
    task.descriptors().description(fd);
    return 0;
  }

  /// Answers `EOPNOTSUPP`.
  @SystemCall(number = 14, name = "removexattr")
  long removexattr(Task task, long path, long name) {
    return unsupported(task, path, true);
  }

  /// Answers `EOPNOTSUPP`.
  @SystemCall(number = 15, name = "lremovexattr")
  long lremovexattr(Task task, long path, long name) {
    return unsupported(task, path, false);
  }

  /// Answers `EOPNOTSUPP`.
  @SystemCall(number = 16, name = "fremovexattr")
  long fremovexattr(Task task, int fd, long name) {
    return unsupported(task, fd);
  }
}
