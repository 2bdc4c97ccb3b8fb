package spool.kernel.syscall;

import java.util.Optional;
import spool.kernel.abi.Errno;
import spool.kernel.abi.FcntlCommand;
import spool.kernel.abi.OpenFlags;
import spool.kernel.abi.Seek;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.FileLocks;
import spool.kernel.lock.LockWatch;
import spool.kernel.process.Task;

/// The record locks of fcntl(2): those of a process, which its descriptor table owns, and those of
/// an open file (`F_OFD_*`).
final class RecordLocking {
  private static final int TYPE = 0;
  private static final int WHENCE = 2;
  private static final int START = 8;
  private static final int LENGTH = 16;
  private static final int PID = 24;
  private static final int NO_PID = -1;

  private final LockWatch locks;

  RecordLocking(LockWatch locks) {
    this.locks = locks;
  }

  /// Serves `command` with the `struct flock` at `address`.
  long control(Task task, FileDescription file, int command, long address) {
    switch (command) {
      case FcntlCommand.F_GETLK -> query(task, file, address, lock(task, file, address, false));
      case FcntlCommand.F_OFD_GETLK -> query(task, file, address, lock(task, file, address, true));
      case FcntlCommand.F_SETLK ->
          set(task, file, address, lock(task, file, address, false), false);
      case FcntlCommand.F_SETLKW ->
          set(task, file, address, lock(task, file, address, false), true);
      case FcntlCommand.F_OFD_SETLK ->
          set(task, file, address, lock(task, file, address, true), false);
      case FcntlCommand.F_OFD_SETLKW ->
          set(task, file, address, lock(task, file, address, true), true);
      default -> throw Errno.EINVAL.failure();
    }
    return 0;
  }

  private static int type(Task task, long address) {
    return task.memory().load16(address + TYPE);
  }

  private static FileLocks.Lock lock(Task task, FileDescription file, long address, boolean ofd) {
    int type = type(task, address);
    if (type < FcntlCommand.F_RDLCK || type > FcntlCommand.F_UNLCK) {
      throw Errno.EINVAL.failure();
    }
    long start = base(task, file, address) + task.memory().load64(address + START);
    long length = task.memory().load64(address + LENGTH);
    long first = length < 0 ? start + length : start;
    if (first < 0) {
      throw Errno.EINVAL.failure();
    }
    long last = length < 0 ? start - 1 : last(first, length);
    Object owner = ofd ? file : task.descriptors();
    int pid = ofd ? NO_PID : task.pid();
    return new FileLocks.Lock(owner, pid, first, last, type == FcntlCommand.F_WRLCK);
  }

  private static long base(Task task, FileDescription file, long address) {
    return switch (task.memory().load16(address + WHENCE)) {
      case Seek.SEEK_SET -> 0;
      case Seek.SEEK_CUR -> file.offset();
      case Seek.SEEK_END -> file.inode().size();
      default -> throw Errno.EINVAL.failure();
    };
  }

  /// A length of 0 reaches to the end, wherever that will be.
  private static long last(long first, long length) {
    if (length == 0) {
      return Long.MAX_VALUE;
    }
    if (length - 1 > Long.MAX_VALUE - first) {
      throw Errno.EOVERFLOW.failure();
    }
    return first + length - 1;
  }

  private static void query(Task task, FileDescription file, long address, FileLocks.Lock wanted) {
    Optional<FileLocks.Lock> conflict = file.inode().locks().records().conflict(wanted);
    if (conflict.isEmpty()) {
      task.memory().store16(address + TYPE, (short) FcntlCommand.F_UNLCK);
      return;
    }
    FileLocks.Lock held = conflict.get();
    long length = held.last() == Long.MAX_VALUE ? 0 : held.last() - held.first() + 1;
    int type = held.exclusive() ? FcntlCommand.F_WRLCK : FcntlCommand.F_RDLCK;
    task.memory().store16(address + TYPE, (short) type);
    task.memory().store16(address + WHENCE, (short) Seek.SEEK_SET);
    task.memory().store64(address + START, held.first());
    task.memory().store64(address + LENGTH, length);
    task.memory().store32(address + PID, held.pid());
  }

  private void set(
      Task task, FileDescription file, long address, FileLocks.Lock wanted, boolean waits) {
    FileLocks.Table records = file.inode().locks().records();
    if (type(task, address) == FcntlCommand.F_UNLCK) {
      records.clear(wanted);
      return;
    }
    boolean permitted =
        wanted.exclusive() ? OpenFlags.writes(file.flags()) : OpenFlags.reads(file.flags());
    if (!permitted) {
      throw Errno.EBADF.failure();
    }
    if (records.conflict(wanted).isPresent()) {
      throw waits ? await(task, records, wanted) : Errno.EAGAIN.failure();
    }
    records.set(wanted);
  }

  /// Deadlocks of the locks of open files are not looked for, as on Linux.
  private RuntimeException await(Task task, FileLocks.Table records, FileLocks.Lock wanted) {
    if (wanted.pid() != NO_PID) {
      locks.requireNoDeadlock(task, new FileLocks.Wanted(records, wanted));
    }
    return records.await(task, wanted);
  }
}
