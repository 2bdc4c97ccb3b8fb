package spool.kernel.syscall;

import spool.emulator.memory.Access;
import spool.kernel.abi.AtFlags;
import spool.kernel.abi.Errno;
import spool.kernel.fs.FileTree;
import spool.kernel.process.Task;

/// System calls about extended attributes (xattr(7)). No file has any: lists are empty, everything
/// else answers `EOPNOTSUPP`, as on a file system without them.
public final class ExtendedAttributeCalls {
  /// Linux's `XATTR_NAME_MAX` and `XATTR_SIZE_MAX`.
  private static final int NAME_MAX = 255;

  private static final long SIZE_MAX = 65_536;

  private static long unsupported(Task task, long path, boolean follow, long name) {
    requireName(task, name);
    find(task, path, follow);
    throw Errno.EOPNOTSUPP.failure();
  }

  private static long unsupported(Task task, int fd, long name) {
    requireName(task, name);
    task.descriptors().description(fd);
    throw Errno.EOPNOTSUPP.failure();
  }

  private static void requireName(Task task, long name) {
    int length = 0;
    while (length <= NAME_MAX && task.memory().load8(name + length) != 0) {
      length++;
    }
    if (length == 0 || length > NAME_MAX) {
      throw Errno.ERANGE.failure();
    }
  }

  private static void requireValue(Task task, long value, long size) {
    if (size < 0 || size > SIZE_MAX) {
      throw Errno.E2BIG.failure();
    }
    task.memory().require(value, size, Access.LOAD);
  }

  private static void find(Task task, long path, boolean follow) {
    FileTree tree = new FileTree(task);
    tree.find(AtFlags.AT_FDCWD, tree.path(path), follow);
  }

  /// Answers `EOPNOTSUPP`.
  @SystemCall(number = 5, name = "setxattr")
  long setxattr(Task task, long path, long name, long value, long size, int flags) {
    requireValue(task, value, size);
    return unsupported(task, path, true, name);
  }

  /// Answers `EOPNOTSUPP`.
  @SystemCall(number = 6, name = "lsetxattr")
  long lsetxattr(Task task, long path, long name, long value, long size, int flags) {
    requireValue(task, value, size);
    return unsupported(task, path, false, name);
  }

  /// Answers `EOPNOTSUPP`.
  @SystemCall(number = 7, name = "fsetxattr")
  long fsetxattr(Task task, int fd, long name, long value, long size, int flags) {
    requireValue(task, value, size);
    return unsupported(task, fd, name);
  }

  /// Answers `EOPNOTSUPP`.
  @SystemCall(number = 8, name = "getxattr")
  long getxattr(Task task, long path, long name, long value, long size) {
    return unsupported(task, path, true, name);
  }

  /// Answers `EOPNOTSUPP`.
  @SystemCall(number = 9, name = "lgetxattr")
  long lgetxattr(Task task, long path, long name, long value, long size) {
    return unsupported(task, path, false, name);
  }

  /// Answers `EOPNOTSUPP`.
  @SystemCall(number = 10, name = "fgetxattr")
  long fgetxattr(Task task, int fd, long name, long value, long size) {
    return unsupported(task, fd, name);
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
    return unsupported(task, path, true, name);
  }

  /// Answers `EOPNOTSUPP`.
  @SystemCall(number = 15, name = "lremovexattr")
  long lremovexattr(Task task, long path, long name) {
    return unsupported(task, path, false, name);
  }

  /// Answers `EOPNOTSUPP`.
  @SystemCall(number = 16, name = "fremovexattr")
  long fremovexattr(Task task, int fd, long name) {
    return unsupported(task, fd, name);
  }
}
