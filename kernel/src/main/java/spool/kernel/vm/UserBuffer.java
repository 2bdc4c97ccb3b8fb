package spool.kernel.vm;

import spool.kernel.abi.Errno;

/// A stretch of a program's memory that a system call was given. Positions count from its
/// beginning.
public record UserBuffer(UserMemory memory, long address, long length) {
  /// A stretch of a length that is not negative: else EINVAL.
  public UserBuffer {
    if (length < 0) {
      throw Errno.EINVAL.failure();
    }
  }

  /// Copies `count` bytes at `position` into `target` at `start`.
  public void read(long position, byte[] target, int start, int count) {
    memory.read(within(position, count), target, start, count);
  }

  /// Copies `count` bytes of `source` at `start` to `position`.
  public void write(long position, byte[] source, int start, int count) {
    memory.write(within(position, count), source, start, count);
  }

  /// The part from `position` on, `count` bytes long.
  public UserBuffer part(long position, long count) {
    return new UserBuffer(memory, within(position, count), count);
  }

  private long within(long position, long count) {
    if (position < 0 || count < 0 || position > length - count) {
      throw new IndexOutOfBoundsException(
          "%d bytes at %d of %d".formatted(count, position, length));
    }
    return address + position;
  }
}
