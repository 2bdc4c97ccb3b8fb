package spool.kernel.syscall;

import spool.kernel.abi.Errno;
import spool.kernel.abi.OpenFlags;
import spool.kernel.abi.PollEvents;
import spool.kernel.abi.Seek;
import spool.kernel.fs.ArrayBuffer;
import spool.kernel.fs.DirectoryDescription;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.ProgramBuffer;
import spool.kernel.fs.RegularDescription;
import spool.kernel.process.Task;

/// System calls that read and write files.
public final class TransferCalls {
  /// What a pipe takes at once or not at all, so that no part of it is ever left over.
  private static final int COPY_BYTES = 4096;

  /// Supported.
  @SystemCall(number = 63, name = "read")
  long read(Task task, int fd, long buffer, long count) {
    return open(task, fd).read(ProgramBuffer.of(task.memory(), buffer, count), task);
  }

  private static FileDescription open(Task task, int fd) {
    return task.descriptors().description(fd);
  }

  /// Supported.
  @SystemCall(number = 64, name = "write")
  long write(Task task, int fd, long buffer, long count) {
    return open(task, fd).write(ProgramBuffer.of(task.memory(), buffer, count), task);
  }

  /// Supported.
  @SystemCall(number = 65, name = "readv")
  long readv(Task task, int fd, long vector, long count) {
    return open(task, fd).read(ProgramBuffer.ofVector(task.memory(), vector, count), task);
  }

  /// Supported.
  @SystemCall(number = 66, name = "writev")
  long writev(Task task, int fd, long vector, long count) {
    return open(task, fd).write(ProgramBuffer.ofVector(task.memory(), vector, count), task);
  }

  /// Supported.
  @SystemCall(number = 67, name = "pread64")
  long pread64(Task task, int fd, long buffer, long count, long offset) {
    ProgramBuffer target = ProgramBuffer.of(task.memory(), buffer, count);
    return open(task, fd).readAt(offset, target, task);
  }

  /// Supported.
  @SystemCall(number = 68, name = "pwrite64")
  long pwrite64(Task task, int fd, long buffer, long count, long offset) {
    ProgramBuffer source = ProgramBuffer.of(task.memory(), buffer, count);
    return open(task, fd).writeAt(offset, source, task);
  }

  /// Supported.
  @SystemCall(number = 69, name = "preadv")
  long preadv(Task task, int fd, long vector, long count, long offset) {
    ProgramBuffer target = ProgramBuffer.ofVector(task.memory(), vector, count);
    return open(task, fd).readAt(offset, target, task);
  }

  /// Supported.
  @SystemCall(number = 70, name = "pwritev")
  long pwritev(Task task, int fd, long vector, long count, long offset) {
    ProgramBuffer source = ProgramBuffer.ofVector(task.memory(), vector, count);
    return open(task, fd).writeAt(offset, source, task);
  }

  /// Supported without flags.
  @SystemCall(number = 286, name = "preadv2")
  long preadv2(Task task, int fd, long vector, long count, long offset, long high, int flags) {
    demandNoFlags(flags);
    return offset == -1 ? readv(task, fd, vector, count) : preadv(task, fd, vector, count, offset);
  }

  /// Supported without flags.
  @SystemCall(number = 287, name = "pwritev2")
  long pwritev2(Task task, int fd, long vector, long count, long offset, long high, int flags) {
    demandNoFlags(flags);
    return offset == -1
        ? writev(task, fd, vector, count)
        : pwritev(task, fd, vector, count, offset);
  }

  private static void demandNoFlags(int flags) {
    if (flags != 0) {
      throw Errno.EOPNOTSUPP.failure();
    }
  }

  /// Supported; a file has no holes but what lies behind its end.
  @SystemCall(number = 62, name = "lseek")
  long lseek(Task task, int fd, long offset, int whence) {
    return open(task, fd).seek(offset, whence);
  }

  /// Supported from files with an offset, but not from disk to disk.
  @SystemCall(number = 71, name = "sendfile")
  long sendfile(Task task, int out, int in, long offset, long count) {
    FileDescription source = open(task, in);
    FileDescription target = open(task, out);
    source.demandReadable();
    target.demandWritable();
    if (!source.isSeekable()
        || source instanceof DirectoryDescription
        || target.has(OpenFlags.O_APPEND)
        || (source.isUnbuffered() && target.isUnbuffered())
        || count < 0) {
      throw Errno.EINVAL.failure();
    }
    return copy(task, source, offset, target, 0, count);
  }

  /// Supported between regular files.
  @SystemCall(number = 285, name = "copy_file_range")
  long copyFileRange(
      Task task, int in, long inOffset, int out, long outOffset, long count, int flags) {
    FileDescription source = regular(task, in);
    FileDescription target = regular(task, out);
    source.demandReadable();
    target.demandWritable();
    if (flags != 0 || count < 0) {
      throw Errno.EINVAL.failure();
    }
    if (target.has(OpenFlags.O_APPEND)) {
      throw Errno.EBADF.failure();
    }
    long from = position(task, source, inOffset);
    long to = position(task, target, outOffset);
    boolean overlap = Math.abs(from - to) < count && source.inode().equals(target.inode());
    if (overlap) {
      throw Errno.EINVAL.failure();
    }
    return copy(task, source, inOffset, target, outOffset, count);
  }

  private static FileDescription regular(Task task, int fd) {
    FileDescription description = open(task, fd);
    if (description instanceof DirectoryDescription) {
      throw Errno.EISDIR.failure();
    }
    if (!(description instanceof RegularDescription)) {
      throw Errno.EINVAL.failure();
    }
    return description;
  }

  private static long position(Task task, FileDescription file, long pointer) {
    long position = pointer == 0 ? file.offset() : task.memory().load64(pointer);
    if (position < 0) {
      throw Errno.EINVAL.failure();
    }
    return position;
  }

  /// Copies in steps, each of which is whole before the next begins. Only the first may wait: later
  /// ones that would have to, such as every one of a disk, end the copy early instead.
  private static long copy(
      Task task, FileDescription source, long in, FileDescription target, long out, long count) {
    byte[] bytes = new byte[COPY_BYTES];
    long start = position(task, source, in);
    long begin = out == 0 ? 0 : position(task, target, out);
    long most = Math.min(count, ProgramBuffer.MOST_BYTES);
    long done = 0;
    boolean isSingle = source.isUnbuffered() || target.isUnbuffered();
    boolean more = true;
    while (more && done < most) {
      int wanted = (int) Math.min(COPY_BYTES, most - done);
      long read = source.readAt(start + done, new ArrayBuffer(bytes, wanted), task);
      ArrayBuffer part = new ArrayBuffer(bytes, (int) read);
      long written = out == 0 ? target.write(part, task) : target.writeAt(begin + done, part, task);
      done += written;
      more = !isSingle && written == wanted && (target.poll() & PollEvents.POLLOUT) != 0;
    }
    moveOn(task, source, in, start + done);
    if (out != 0) {
      task.memory().store64(out, begin + done);
    }
    return done;
  }

  private static void moveOn(Task task, FileDescription source, long pointer, long position) {
    if (pointer == 0) {
      source.seek(position, Seek.SEEK_SET);
    } else {
      task.memory().store64(pointer, position);
    }
  }
}
