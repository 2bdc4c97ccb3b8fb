package spool.kernel.syscall;

import spool.kernel.abi.Errno;
import spool.kernel.abi.FileMode;
import spool.kernel.abi.Timespec;
import spool.kernel.fs.Credentials;
import spool.kernel.fs.Inode;
import spool.kernel.process.Task;

/// The times that `utimensat` is to set, in nanoseconds since 1970.
///
/// @param access the time of access, or that which the file has
/// @param modify the time of modification, or that which the file has
/// @param now whether both are the present time, which whoever may write the file may set
/// @param nothing whether neither is to be set
record FileTimes(long access, long modify, boolean now, boolean nothing) {
  private static final long UTIME_NOW = 0x3fff_ffff;
  private static final long UTIME_OMIT = 0x3fff_fffe;

  /// Reads the two `struct timespec`s at `address`; without any both times are now.
  static FileTimes read(Task task, long address, Inode inode) {
    long now = inode.fileSystem().now();
    if (address == 0) {
      return new FileTimes(now, now, true, false);
    }
    long access = nanoseconds(task, address);
    long modify = nanoseconds(task, address + Timespec.BYTES);
    return new FileTimes(
        time(task, address, access, now, inode.accessTime()),
        time(task, address + Timespec.BYTES, modify, now, inode.modifyTime()),
        access == UTIME_NOW && modify == UTIME_NOW,
        access == UTIME_OMIT && modify == UTIME_OMIT);
  }

  private static long nanoseconds(Task task, long address) {
    return task.memory().load64(address + Long.BYTES);
  }

  private static long time(Task task, long address, long nanoseconds, long now, long old) {
    if (nanoseconds == UTIME_NOW) {
      return now;
    }
    if (nanoseconds == UTIME_OMIT) {
      return old;
    }
    if (nanoseconds < 0 || nanoseconds >= Timespec.SECOND) {
      throw Errno.EINVAL.failure();
    }
    long most = Long.MAX_VALUE / Timespec.SECOND - 1;
    long seconds = Math.clamp(task.memory().load64(address), -most, most);
    return seconds * Timespec.SECOND + nanoseconds;
  }

  /// Fails with `EACCES` or `EPERM` unless these times may be set on `inode`.
  void demandRights(Credentials credentials, Inode inode) {
    boolean writer = now && credentials.may(FileMode.MAY_WRITE, inode);
    boolean owner = credentials.isPrivileged() || credentials.effectiveUid() == inode.uid();
    if (!nothing && !writer && !owner) {
      throw (now ? Errno.EACCES : Errno.EPERM).failure();
    }
  }

  /// Sets them.
  void apply(Inode inode) {
    if (!nothing) {
      inode.changeTimes(access, modify);
    }
  }
}
