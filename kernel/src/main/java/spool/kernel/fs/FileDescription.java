package spool.kernel.fs;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import spool.kernel.abi.Errno;
import spool.kernel.abi.ErrnoException;
import spool.kernel.abi.OpenFlags;
import spool.kernel.abi.PollEvents;
import spool.kernel.abi.Seek;
import spool.kernel.sync.Interrupted;
import spool.kernel.sync.WaitQueue;
import spool.kernel.vm.MemoryObject;
import spool.kernel.vm.Quota;

/// An open file: what `openat` makes and `dup` and `fork` share, with its offset and status flags.
///
/// A kind of file extends it with what reading and writing do. The rule of partial transfers is
/// here alone: whatever ends a transfer, an error or a signal, the answer is the count of bytes
/// moved, and only when that is 0 does the caller see the end's reason.
public abstract class FileDescription {
  /// [#fill] or [#drain].
  private interface Direction {
    void move(FileDescription file, IoBuffer buffer, long position, Caller caller);
  }

  private final Location location;
  private int flags;
  private long offset;
  private int references = 1;
  private @Nullable Quota openFiles;
  private @Nullable Set<Runnable> farewells;

  /// The file at `location` opened with `flags` (`O_*`).
  protected FileDescription(Location location, int flags) {
    this.location = location;
    this.flags = flags & ~OpenFlags.TRANSIENT;
    location.inode().opened();
  }

  /// Where the file was found.
  public final Location location() {
    return location;
  }

  /// The file.
  public final Inode inode() {
    return location.inode();
  }

  /// Access mode and status flags, as `F_GETFL` answers them.
  public final int flags() {
    return flags;
  }

  /// Changes those flags that `F_SETFL` may change.
  public final void changeFlags(int wanted) {
    flags = (flags & ~OpenFlags.CHANGEABLE) | (wanted & OpenFlags.CHANGEABLE);
  }

  /// Whether `flag` is among the flags.
  public final boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /// Whether reading and writing never wait.
  public final boolean isNonblocking() {
    return has(OpenFlags.O_NONBLOCK);
  }

  /// Whether the description only names a file (`O_PATH`).
  public boolean isPathOnly() {
    return false;
  }

  /// Fails with `EBADF` unless opened for reading.
  public final void demandReadable() {
    demand(OpenFlags.reads(flags));
  }

  /// Fails with `EBADF` unless opened for writing.
  public final void demandWritable() {
    demand(OpenFlags.writes(flags));
  }

  private static void demand(boolean permitted) {
    if (!permitted) {
      throw Errno.EBADF.failure();
    }
  }

  /// Reads at the offset and moves it on.
  public final long read(IoBuffer buffer, Caller caller) {
    demandReadable();
    long count = transfer(FileDescription::fill, buffer, offset, caller);
    offset += isSeekable() ? count : 0;
    return count;
  }

  /// Reads at `position`.
  public final long readAt(long position, IoBuffer buffer, Caller caller) {
    demandPosition(position);
    demandReadable();
    return transfer(FileDescription::fill, buffer, position, caller);
  }

  /// Writes at the offset, or with `O_APPEND` at the end, and moves the offset behind.
  public final long write(IoBuffer buffer, Caller caller) {
    demandWritable();
    long start = start(offset);
    long count = transfer(FileDescription::drain, buffer, start, caller);
    offset = isSeekable() ? start + count : 0;
    return count;
  }

  /// Writes at `position`, but with `O_APPEND` at the end, as Linux does.
  public final long writeAt(long position, IoBuffer buffer, Caller caller) {
    demandPosition(position);
    demandWritable();
    long start = start(position);
    return transfer(FileDescription::drain, buffer, start, caller);
  }

  private long start(long position) {
    return isSeekable() && has(OpenFlags.O_APPEND) ? end() : position;
  }

  private void demandPosition(long position) {
    if (position < 0) {
      throw Errno.EINVAL.failure();
    }
    if (!isSeekable()) {
      throw Errno.ESPIPE.failure();
    }
  }

  private long transfer(Direction direction, IoBuffer buffer, long position, Caller caller) {
    try {
      direction.move(this, buffer, position, caller);
    } catch (ErrnoException | Interrupted end) {
      demandMoved(buffer, end);
    }
    return buffer.moved();
  }

  /// Does `step`, and answers how many bytes it has moved: its failure counts only if that is 0.
  protected static long transfer(IoBuffer buffer, Runnable step) {
    try {
      step.run();
    } catch (ErrnoException | Interrupted end) {
      demandMoved(buffer, end);
    }
    return buffer.moved();
  }

  private static void demandMoved(IoBuffer buffer, RuntimeException end) {
    if (buffer.moved() == 0) {
      throw end;
    }
  }

  /// Transfers bytes of the file from `position` on into `buffer`.
  protected void fill(IoBuffer buffer, long position, Caller caller) {
    throw Errno.EINVAL.failure();
  }

  /// Transfers the bytes of `buffer` to the file at `position`.
  protected void drain(IoBuffer buffer, long position, Caller caller) {
    throw Errno.EINVAL.failure();
  }

  /// Whether there is an offset.
  public boolean isSeekable() {
    return false;
  }

  /// Where the contents end, for a file with an offset.
  protected long end() {
    return inode().size();
  }

  /// Whether every transfer waits for a device, so that one system call can make only one of them.
  public boolean isUnbuffered() {
    return false;
  }

  /// Brings everything that was written onto the medium.
  public void sync(Caller caller) {
    throw Errno.EINVAL.failure();
  }

  /// The offset of the next read or write.
  public final long offset() {
    return offset;
  }

  /// Moves the offset, without any check.
  protected final void moveTo(long position) {
    offset = position;
  }

  /// `lseek`: moves the offset and answers it.
  public long seek(long distance, int whence) {
    if (!isSeekable()) {
      throw Errno.ESPIPE.failure();
    }
    long target = target(distance, whence);
    if (target < 0) {
      throw Errno.EINVAL.failure();
    }
    offset = target;
    return target;
  }

  private long target(long distance, int whence) {
    return switch (whence) {
      case Seek.SEEK_SET -> distance;
      case Seek.SEEK_CUR -> offset + distance;
      case Seek.SEEK_END -> end() + distance;
      case Seek.SEEK_DATA -> withinFile(distance);
      case Seek.SEEK_HOLE -> Math.max(withinFile(distance), end());
      default -> throw Errno.EINVAL.failure();
    };
  }

  private long withinFile(long position) {
    if (position < 0 || position >= end()) {
      throw Errno.ENXIO.failure();
    }
    return position;
  }

  /// Which events of poll(2) have happened.
  public int poll() {
    return PollEvents.READABLE | PollEvents.WRITABLE;
  }

  /// The queues to wait on until [#poll] changes; without any, it never does.
  public List<WaitQueue> queues() {
    return List.of();
  }

  /// The queues that are woken when one of `events` happens, or an error.
  public List<WaitQueue> queues(int events) {
    return queues();
  }

  /// Has `action` run when the file is closed.
  public final void atClose(Runnable action) {
    if (farewells == null) {
      farewells = new LinkedHashSet<>();
    }
    farewells.add(action);
  }

  /// Has `action` run no longer.
  public final void notAtClose(Runnable action) {
    if (farewells != null) {
      farewells.remove(action);
    }
  }

  /// Serves an `ioctl` that is not for every file.
  public long ioctl(int request, long argument, Caller caller) {
    throw Errno.ENOTTY.failure();
  }

  /// The contents, for `mmap` and `execve`; only regular files have them in memory.
  public Optional<MemoryObject> memory() {
    return Optional.empty();
  }

  /// Counts the open file in `quota` until it is closed, once; fails if there is no room.
  final void countIn(Quota quota) {
    if (openFiles == null) {
      quota.demand(1);
      quota.count(1);
      openFiles = quota;
    }
  }

  /// Counts one more descriptor, or call under way, that has the file open.
  public final void retain() {
    references++;
  }

  /// How many have the file open.
  public final int references() {
    return references;
  }

  /// Counts one less; the last closes the file.
  public final void release() {
    references--;
    if (references > 0) {
      released();
    }
    if (references == 0) {
      sayFarewell();
      inode().locks().release(this);
      closed();
      inode().closed();
      if (openFiles != null) {
        openFiles.count(-1);
      }
    }
  }

  /// A reference has gone, and there are others.
  protected void released() {}

  private void sayFarewell() {
    if (farewells != null) {
      List.copyOf(farewells).forEach(Runnable::run);
    }
  }

  /// The last descriptor has been closed.
  protected void closed() {}
}
