package spool.kernel.fs;

import java.util.Optional;
import spool.kernel.abi.Errno;
import spool.kernel.abi.IoctlRequest;
import spool.kernel.abi.ResourceLimit;
import spool.kernel.abi.Signal;
import spool.kernel.vm.Frames;
import spool.kernel.vm.MemoryObject;

/// An open regular file.
public final class RegularDescription extends FileDescription {
  private final RegularFile file;

  RegularDescription(Location location, RegularFile file, int flags) {
    super(location, flags);
    this.file = file;
  }

  @Override
  protected void fill(IoBuffer buffer, long position, Caller caller) {
    byte[] page = new byte[Frames.BYTES];
    boolean more = true;
    while (more && buffer.remaining() > 0) {
      more = file.read(buffer, position + buffer.moved(), page);
    }
  }

  @Override
  protected void drain(IoBuffer buffer, long position, Caller caller) {
    byte[] page = new byte[Frames.BYTES];
    boolean more = true;
    while (more && buffer.remaining() > 0) {
      long at = position + buffer.moved();
      more = file.write(buffer, at, page, room(at, caller));
    }
  }

  /// How many bytes there may be from `position` on. Fails with `EFBIG` at the largest possible
  /// size, and with `SIGXFSZ` besides at the caller's limit.
  private static long room(long position, Caller caller) {
    if (position == Long.MAX_VALUE) {
      throw Errno.EFBIG.failure();
    }
    long limit = caller.limit(ResourceLimit.RLIMIT_FSIZE);
    if (Long.compareUnsigned(position, limit) >= 0) {
      caller.raise(Signal.SIGXFSZ);
      throw Errno.EFBIG.failure();
    }
    return (limit < 0 ? Long.MAX_VALUE : limit) - position;
  }

  /// Cuts or extends the file.
  public void truncate(long size, Caller caller) {
    if (size > file.size()) {
      room(size - 1, caller);
    }
    file.truncate(size);
  }

  /// Extends the file by zeros to at least `size`.
  public void extend(long size, Caller caller) {
    room(size - 1, caller);
    file.extend(size);
  }

  /// Makes the bytes from `from` to before `to` zero, as far as there are any.
  public void clear(long from, long to) {
    byte[] zeros = new byte[Frames.BYTES];
    long end = Math.min(to, file.size());
    for (long at = from; at < end; at += Frames.BYTES) {
      int length = (int) Math.min(Frames.BYTES, end - at);
      file.write(new ArrayBuffer(zeros, length), at, new byte[length], length);
    }
  }

  /// Memory is as safe as it gets.
  @Override
  public void sync(Caller caller) {}

  @Override
  public boolean isSeekable() {
    return true;
  }

  @Override
  public long ioctl(int request, long argument, Caller caller) {
    if (request != IoctlRequest.FIONREAD) {
      return super.ioctl(request, argument, caller);
    }
    caller.memory().store32(argument, (int) (file.size() - offset()));
    return 0;
  }

  @Override
  public Optional<MemoryObject> memory() {
    return Optional.of(file.contents());
  }
}
