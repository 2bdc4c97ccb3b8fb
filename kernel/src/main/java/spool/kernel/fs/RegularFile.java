package spool.kernel.fs;

import spool.kernel.abi.Errno;
import spool.kernel.abi.FileMode;
import spool.kernel.abi.OpenFlags;
import spool.kernel.vm.Frames;
import spool.kernel.vm.MemoryObject;

/// A regular file in memory. Its contents are a [MemoryObject], so that reading, writing, mapping
/// and executing it see the same bytes.
public final class RegularFile extends Inode {
  private final MemoryObject contents;

  /// A file with `contents`, which it takes over.
  RegularFile(FileSystem fileSystem, MemoryObject contents, int permissions) {
    super(fileSystem, FileMode.S_IFREG | permissions);
    this.contents = contents;
  }

  /// The contents.
  MemoryObject contents() {
    return contents;
  }

  @Override
  public long size() {
    return contents.sizeBytes();
  }

  @Override
  protected long storedBytes() {
    return (long) contents.residentPages() * Frames.BYTES;
  }

  @Override
  public void truncate(long size) {
    if (size < 0) {
      throw Errno.EINVAL.failure();
    }
    contents.truncate(size);
    modified();
  }

  /// Extends the file by zeros to at least `size`.
  void extend(long size) {
    if (size > size()) {
      truncate(size);
    }
  }

  /// Fills up to one page of `buffer` from `position` on; answers whether there may be more.
  boolean read(IoBuffer buffer, long position, byte[] page) {
    int wanted = chunk(buffer.remaining(), position);
    int count = contents.read(position, page, 0, wanted);
    accessed();
    return buffer.put(page, 0, count) == wanted;
  }

  /// Stores up to one page of `buffer` at `position`, where `room` bytes may be; answers whether
  /// there may be more. Fails with `ENOSPC` where the page is new and the file system full.
  boolean write(IoBuffer buffer, long position, byte[] page, long room) {
    if (!contents.isResident(position / Frames.BYTES)) {
      fileSystem().demandRoom();
    }
    int wanted = chunk(Math.min(buffer.remaining(), room), position);
    int count = buffer.take(page, 0, wanted);
    boolean stored = false;
    try {
      contents.write(position, page, 0, count);
      stored = true;
    } finally {
      buffer.skip(stored ? 0 : -count);
    }
    modified();
    return count == wanted;
  }

  private static int chunk(long remaining, long position) {
    return (int) Math.min(remaining, Frames.BYTES - position % Frames.BYTES);
  }

  @Override
  public FileDescription open(Location location, int flags, Caller caller) {
    if ((flags & OpenFlags.O_TRUNC) != 0) {
      truncate(0);
    }
    return new RegularDescription(location, this, flags);
  }

  @Override
  protected void discard() {
    contents.release();
  }
}
