package spool.kernel.syscall;

import spool.emulator.memory.Access;
import spool.kernel.abi.Errno;
import spool.kernel.abi.FcntlCommand;
import spool.kernel.abi.IoctlRequest;
import spool.kernel.abi.OpenFlags;
import spool.kernel.abi.ResourceLimit;
import spool.kernel.fs.DescriptorTable;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.FileLocks;
import spool.kernel.fs.FileSystem;
import spool.kernel.fs.FileTree;
import spool.kernel.fs.Opening;
import spool.kernel.ipc.Pipe;
import spool.kernel.ipc.PipePages;
import spool.kernel.lock.LockWatch;
import spool.kernel.process.Task;

/// System calls that open and close files and change descriptors.
public final class DescriptorCalls {
  private static final int CLOSE_RANGE_CLOEXEC = 4;
  private static final int PIPE_FLAGS =
      OpenFlags.O_CLOEXEC | OpenFlags.O_NONBLOCK | OpenFlags.O_DIRECT;

  private final FileSystem pipes;
  private final PipePages pipePages;
  private final RecordLocking records;

  /// Calls that make pipes on the file system `pipes`, with bytes in `pipePages`; `locks` tells
  /// which waits for locks must not be.
  public DescriptorCalls(FileSystem pipes, PipePages pipePages, LockWatch locks) {
    this.pipes = pipes;
    this.pipePages = pipePages;
    records = new RecordLocking(locks);
  }

  private static int limit(Task task) {
    return (int) task.limit(ResourceLimit.RLIMIT_NOFILE);
  }

  private static int install(Task task, FileDescription description, int flags) {
    boolean closes = (flags & OpenFlags.O_CLOEXEC) != 0;
    return task.descriptors().install(description, closes, 0, limit(task));
  }

  /// Supported.
  @SystemCall(number = 56, name = "openat")
  long openat(Task task, int dirfd, long path, int flags, int mode) {
    String name = new FileTree(task).path(path);
    task.descriptors().demandRoom(limit(task));
    return install(task, new Opening(task, flags, mode).open(dirfd, name), flags);
  }

  /// Supported.
  @SystemCall(number = 57, name = "close")
  long close(Task task, int fd) {
    task.descriptors().close(fd);
    return 0;
  }

  /// Supported without `CLOSE_RANGE_UNSHARE`.
  @SystemCall(number = 436, name = "close_range")
  long closeRange(Task task, int first, int last, int flags) {
    if (Integer.compareUnsigned(first, last) > 0 || (flags & ~CLOSE_RANGE_CLOEXEC) != 0) {
      throw Errno.EINVAL.failure();
    }
    if (first >= 0) {
      int end = last < 0 ? Integer.MAX_VALUE : last;
      if (flags == 0) {
        task.descriptors().closeRange(first, end);
      } else {
        task.descriptors().markRange(first, end);
      }
    }
    return 0;
  }

  /// Supported.
  @SystemCall(number = 23, name = "dup")
  long dup(Task task, int fd) {
    return duplicate(task, fd, 0, false);
  }

  private static int duplicate(Task task, int fd, int minimum, boolean closes) {
    if (minimum < 0 || minimum >= limit(task)) {
      throw Errno.EINVAL.failure();
    }
    FileDescription description = task.descriptors().any(fd);
    description.retain();
    return task.descriptors().install(description, closes, minimum, limit(task));
  }

  /// Supported.
  @SystemCall(number = 24, name = "dup3")
  long dup3(Task task, int fd, int target, int flags) {
    if (fd == target || (flags & ~OpenFlags.O_CLOEXEC) != 0) {
      throw Errno.EINVAL.failure();
    }
    FileDescription description = task.descriptors().any(fd);
    if (target < 0 || target >= limit(task)) {
      throw Errno.EBADF.failure();
    }
    description.retain();
    task.descriptors().replace(target, description, flags != 0);
    return target;
  }

  /// Supported: descriptors, status flags, the size of pipes and locks, but no leases, signals or
  /// seals.
  @SystemCall(number = 25, name = "fcntl")
  long fcntl(Task task, int fd, int command, long argument) {
    DescriptorTable table = task.descriptors();
    FileDescription named = table.any(fd);
    return switch (command) {
      case FcntlCommand.F_DUPFD -> duplicate(task, fd, (int) argument, false);
      case FcntlCommand.F_DUPFD_CLOEXEC -> duplicate(task, fd, (int) argument, true);
      case FcntlCommand.F_GETFD -> table.closesOnExec(fd) ? FcntlCommand.FD_CLOEXEC : 0;
      case FcntlCommand.F_SETFD -> {
        table.closesOnExec(fd, (argument & FcntlCommand.FD_CLOEXEC) != 0);
        yield 0;
      }
      case FcntlCommand.F_GETFL -> named.flags();
      default -> control(task, table.description(fd), command, argument);
    };
  }

  private long control(Task task, FileDescription file, int command, long argument) {
    return switch (command) {
      case FcntlCommand.F_SETFL -> {
        file.changeFlags((int) argument);
        yield 0;
      }
      case FcntlCommand.F_GETPIPE_SZ -> pipe(file).capacity();
      case FcntlCommand.F_SETPIPE_SZ -> pipe(file).changeCapacity((int) argument);
      default -> records.control(task, file, command, argument);
    };
  }

  private static Pipe pipe(FileDescription file) {
    if (file.inode() instanceof Pipe pipe) {
      return pipe;
    }
    throw Errno.EBADF.failure();
  }

  /// Supported: what the file knows, and `FIOCLEX`, `FIONCLEX` and `FIONBIO` for every file.
  @SystemCall(number = 29, name = "ioctl")
  long ioctl(Task task, int fd, int request, long argument) {
    FileDescription file = task.descriptors().description(fd);
    switch (request) {
      case IoctlRequest.FIOCLEX -> task.descriptors().closesOnExec(fd, true);
      case IoctlRequest.FIONCLEX -> task.descriptors().closesOnExec(fd, false);
      case IoctlRequest.FIONBIO -> {
        int nonblocking = task.memory().load32(argument) == 0 ? 0 : OpenFlags.O_NONBLOCK;
        file.changeFlags((file.flags() & ~OpenFlags.O_NONBLOCK) | nonblocking);
      }
      default -> {
        return file.ioctl(request, argument, task);
      }
    }
    return 0;
  }

  /// Supported.
  @SystemCall(number = 59, name = "pipe2")
  long pipe2(Task task, long ends, int flags) {
    if ((flags & ~PIPE_FLAGS) != 0) {
      throw Errno.EINVAL.failure();
    }
    task.memory().require(ends, 2 * Integer.BYTES, Access.STORE);
    Pipe.Ends made = Pipe.open(pipes, flags, pipePages);
    int reader = installOrClose(task, made, flags);
    task.memory().store32(ends, reader);
    task.memory().store32(ends + Integer.BYTES, installWriter(task, made, reader, flags));
    return 0;
  }

  private static int installOrClose(Task task, Pipe.Ends ends, int flags) {
    boolean installed = false;
    try {
      int fd = install(task, ends.reader(), flags);
      installed = true;
      return fd;
    } finally {
      if (!installed) {
        ends.writer().release();
      }
    }
  }

  private static int installWriter(Task task, Pipe.Ends ends, int reader, int flags) {
    boolean installed = false;
    try {
      int fd = install(task, ends.writer(), flags);
      installed = true;
      return fd;
    } finally {
      if (!installed) {
        task.descriptors().close(reader);
      }
    }
  }

  /// Supported.
  @SystemCall(number = 32, name = "flock")
  long flock(Task task, int fd, int operation) {
    FileDescription file = task.descriptors().description(fd);
    FileLocks.Table table = file.inode().locks().whole();
    int kind = operation & ~FcntlCommand.LOCK_NB;
    boolean exclusive = kind == FcntlCommand.LOCK_EX;
    FileLocks.Lock lock = new FileLocks.Lock(file, task.pid(), 0, Long.MAX_VALUE, exclusive);
    switch (kind) {
      case FcntlCommand.LOCK_UN -> table.clear(lock);
      case FcntlCommand.LOCK_SH, FcntlCommand.LOCK_EX -> {
        if (table.conflict(lock).isPresent()) {
          boolean waits = (operation & FcntlCommand.LOCK_NB) == 0;
          throw waits ? table.await(task, lock) : Errno.EAGAIN.failure();
        }
        table.set(lock);
      }
      default -> throw Errno.EINVAL.failure();
    }
    return 0;
  }
}
