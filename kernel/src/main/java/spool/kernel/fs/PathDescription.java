package spool.kernel.fs;

import java.util.Optional;
import spool.kernel.abi.Errno;
import spool.kernel.abi.OpenFlags;
import spool.kernel.abi.PollEvents;
import spool.kernel.vm.MemoryObject;

/// A file that is named, not opened (`O_PATH`): good for `fstat`, `fchdir`, `execveat` and as the
/// starting point of walks.
final class PathDescription extends FileDescription {
  private static final int KEPT = OpenFlags.O_PATH | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;

  PathDescription(Location location, int flags) {
    // The access mode 3 lets one neither read nor write.
    super(location, (flags & KEPT) | OpenFlags.O_ACCMODE);
  }

  @Override
  public boolean isPathOnly() {
    return true;
  }

  @Override
  public long seek(long distance, int whence) {
    throw Errno.EBADF.failure();
  }

  @Override
  public int poll() {
    return PollEvents.POLLNVAL;
  }

  @Override
  public long ioctl(int request, long argument, Caller caller) {
    throw Errno.EBADF.failure();
  }

  @Override
  public Optional<MemoryObject> memory() {
    throw Errno.EBADF.failure();
  }
}
