package spool.kernel.fs;

import java.util.Optional;
import spool.kernel.abi.DirectoryRecord;
import spool.kernel.abi.Errno;
import spool.kernel.abi.FileMode;
import spool.kernel.abi.Seek;

/// An open directory.
///
/// The offset is the cookie of the last entry handed out, moved up by the two places of `.` and
/// `..`. Cookies do not change while entries come and go, so every entry that stays is listed
/// exactly once, however small the buffers are.
public final class DirectoryDescription extends FileDescription {
  private static final long OWN = 1;
  private static final long PARENT = 2;

  private final Directory directory;

  DirectoryDescription(Location location, Directory directory, int flags) {
    super(location, flags);
    this.directory = directory;
  }

  /// Fills `buffer` with `struct linux_dirent64`s and moves on; nothing is filled at the end. Fails
  /// with `EINVAL` if not even one fits.
  public void list(IoBuffer buffer) {
    Optional<DirectoryEntry> next = next();
    if (directory.isRemoved()) {
      throw Errno.ENOENT.failure();
    }
    while (next.isPresent() && put(next.get(), buffer)) {
      next = next();
    }
    if (next.isPresent() && buffer.moved() == 0) {
      throw Errno.EINVAL.failure();
    }
    directory.accessed();
  }

  private Optional<DirectoryEntry> next() {
    if (offset() < OWN) {
      return Optional.of(new DirectoryEntry(OWN, ".", directory));
    }
    if (offset() < PARENT) {
      return Optional.of(new DirectoryEntry(PARENT, "..", directory.parent()));
    }
    return directory
        .entryAfter(offset() - PARENT)
        .map(found -> new DirectoryEntry(found.cookie() + PARENT, found.name(), found.inode()));
  }

  private boolean put(DirectoryEntry entry, IoBuffer buffer) {
    Inode inode = entry.inode() instanceof Directory child ? child.top() : entry.inode();
    int type = FileMode.entryType(inode.mode());
    byte[] bytes = DirectoryRecord.toBytes(inode.number(), entry.cookie(), type, entry.name());
    if (bytes.length > buffer.remaining()) {
      return false;
    }
    if (buffer.put(bytes, 0, bytes.length) < bytes.length) {
      throw Errno.EFAULT.failure();
    }
    moveTo(entry.cookie());
    return true;
  }

  @Override
  protected void fill(IoBuffer buffer, long position, Caller caller) {
    throw Errno.EISDIR.failure();
  }

  /// Memory is as safe as it gets.
  @Override
  public void sync(Caller caller) {}

  @Override
  public boolean isSeekable() {
    return true;
  }

  @Override
  public long seek(long distance, int whence) {
    if (whence != Seek.SEEK_SET && whence != Seek.SEEK_CUR) {
      throw Errno.EINVAL.failure();
    }
    return super.seek(distance, whence);
  }
}
