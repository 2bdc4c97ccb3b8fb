package spool.kernel.syscall;

import spool.kernel.abi.AtFlags;
import spool.kernel.abi.Errno;
import spool.kernel.abi.FileMode;
import spool.kernel.abi.OpenFlags;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.FileTree;
import spool.kernel.fs.Inode;
import spool.kernel.fs.Location;
import spool.kernel.fs.RegularDescription;
import spool.kernel.fs.RegularFile;
import spool.kernel.process.Task;

/// System calls about the contents of files as a whole: their size, their space, and that they are
/// kept.
public final class ContentCalls {
  private static final int FALLOC_FL_KEEP_SIZE = 1;
  private static final int FALLOC_FL_PUNCH_HOLE = 2;
  private static final int FALLOC_FL_ZERO_RANGE = 16;
  private static final int LAST_ADVICE = 5;

  /// Supported.
  @SystemCall(number = 45, name = "truncate")
  long truncate(Task task, long path, long size) {
    demandSize(size);
    FileTree tree = new FileTree(task);
    Location location = tree.find(AtFlags.AT_FDCWD, tree.path(path), true);
    Inode inode = location.inode();
    if (!(inode instanceof RegularFile)) {
      throw (inode.is(FileMode.S_IFDIR) ? Errno.EISDIR : Errno.EINVAL).failure();
    }
    task.credentials().demand(FileMode.MAY_WRITE, inode);
    FileDescription file = inode.open(location, OpenFlags.O_WRONLY, task);
    try {
      truncate(task, file, size);
    } finally {
      file.release();
    }
    return 0;
  }

  private static void demandSize(long size) {
    if (size < 0) {
      throw Errno.EINVAL.failure();
    }
  }

  private static void truncate(Task task, FileDescription file, long size) {
    if (!OpenFlags.writes(file.flags()) || !(file instanceof RegularDescription regular)) {
      throw Errno.EINVAL.failure();
    }
    regular.truncate(size, task);
  }

  /// Supported.
  @SystemCall(number = 46, name = "ftruncate")
  long ftruncate(Task task, int fd, long size) {
    demandSize(size);
    truncate(task, task.descriptors().description(fd), size);
    return 0;
  }

  /// Supported: extending, and zeroing without giving space back.
  @SystemCall(number = 47, name = "fallocate")
  long fallocate(Task task, int fd, int mode, long offset, long length) {
    FileDescription file = task.descriptors().description(fd);
    if (offset < 0 || length <= 0) {
      throw Errno.EINVAL.failure();
    }
    file.demandWritable();
    if (!(file instanceof RegularDescription regular)) {
      throw (file.isSeekable() ? Errno.ENODEV : Errno.ESPIPE).failure();
    }
    if (offset > Long.MAX_VALUE - length) {
      throw Errno.EFBIG.failure();
    }
    switch (mode) {
      case 0 -> regular.extend(offset + length, task);
      case FALLOC_FL_KEEP_SIZE -> {}
      case FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, FALLOC_FL_ZERO_RANGE | FALLOC_FL_KEEP_SIZE ->
          regular.clear(offset, offset + length);
      case FALLOC_FL_ZERO_RANGE -> {
        regular.extend(offset + length, task);
        regular.clear(offset, offset + length);
      }
      default -> throw Errno.EOPNOTSUPP.failure();
    }
    return 0;
  }

  /// Supported.
  @SystemCall(number = 82, name = "fsync")
  long fsync(Task task, int fd) {
    task.descriptors().description(fd).sync(task);
    return 0;
  }

  /// Supported as `fsync`.
  @SystemCall(number = 83, name = "fdatasync")
  long fdatasync(Task task, int fd) {
    return fsync(task, fd);
  }

  /// Supported: what has been written is where it belongs.
  @SystemCall(number = 81, name = "sync")
  long sync(Task task) {
    return 0;
  }

  /// Supported as `sync`.
  @SystemCall(number = 267, name = "syncfs")
  long syncfs(Task task, int fd) {
    task.descriptors().description(fd);
    return 0;
  }

  /// Supported: advice changes nothing.
  @SystemCall(number = 223, name = "fadvise64")
  long fadvise64(Task task, int fd, long offset, long length, int advice) {
    FileDescription file = task.descriptors().description(fd);
    if (file.inode().is(FileMode.S_IFIFO)) {
      throw Errno.ESPIPE.failure();
    }
    if (advice < 0 || advice > LAST_ADVICE || length < 0) {
      throw Errno.EINVAL.failure();
    }
    return 0;
  }
}
