package spool.kernel.ipc.event;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import spool.kernel.abi.Errno;
import spool.kernel.abi.OpenFlags;
import spool.kernel.abi.PollEvents;
import spool.kernel.fs.Caller;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.FileSystem;
import spool.kernel.fs.IoBuffer;
import spool.kernel.sync.WaitQueue;

/// A counter that writes add to and reads take from (eventfd(2)). The count is unsigned and never
/// more than [#MOST].
public final class EventCounter extends FileDescription {
  /// The largest count: all bits but the lowest.
  public static final long MOST = -2;

  private static final int BYTES = Long.BYTES;

  private final boolean isSemaphore;
  private final WaitQueue readable = new WaitQueue();
  private final WaitQueue writable = new WaitQueue();
  private long count;

  /// A counter on `fileSystem` that begins with `count`; of a semaphore each read takes 1, of other
  /// counters all. Of `flags` only `O_NONBLOCK` matters.
  public EventCounter(FileSystem fileSystem, int count, boolean isSemaphore, int flags) {
    super(
        AnonymousInode.locate(fileSystem, "eventfd"),
        (flags & OpenFlags.O_NONBLOCK) | OpenFlags.O_RDWR);
    this.isSemaphore = isSemaphore;
    this.count = Integer.toUnsignedLong(count);
  }

  @Override
  protected void fill(IoBuffer buffer, long position, Caller caller) {
    demandBytes(buffer);
    if (count == 0) {
      throw unready(caller, readable);
    }
    long taken = isSemaphore ? 1 : count;
    byte[] bytes = new byte[BYTES];
    word(bytes).putLong(0, taken);
    int stored = buffer.put(bytes, 0, BYTES);
    demandWhole(buffer, stored);
    count -= taken;
    writable.wakeAll();
  }

  @Override
  protected void drain(IoBuffer buffer, long position, Caller caller) {
    demandBytes(buffer);
    byte[] bytes = new byte[BYTES];
    int loaded = buffer.take(bytes, 0, BYTES);
    demandWhole(buffer, loaded);
    long added = word(bytes).getLong(0);
    boolean isValid = added != -1;
    if (!isValid || Long.compareUnsigned(added, MOST - count) > 0) {
      buffer.skip(-BYTES);
      throw isValid ? unready(caller, writable) : Errno.EINVAL.failure();
    }
    count += added;
    if (count != 0) {
      readable.wakeAll();
    }
  }

  private static void demandBytes(IoBuffer buffer) {
    if (buffer.remaining() < BYTES) {
      throw Errno.EINVAL.failure();
    }
  }

  /// Takes back what was moved of a word that is not all in memory.
  private static void demandWhole(IoBuffer buffer, int moved) {
    if (moved < BYTES) {
      buffer.skip(-moved);
      throw Errno.EFAULT.failure();
    }
  }

  private static ByteBuffer word(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private RuntimeException unready(Caller caller, WaitQueue queue) {
    return isNonblocking() ? Errno.EAGAIN.failure() : caller.block(queue);
  }

  @Override
  public int poll() {
    return (count != 0 ? PollEvents.POLLIN : 0)
        | (Long.compareUnsigned(count, MOST) < 0 ? PollEvents.POLLOUT : 0);
  }

  @Override
  public List<WaitQueue> queues() {
    return List.of(readable, writable);
  }

  @Override
  public List<WaitQueue> queues(int events) {
    boolean reads = (events & PollEvents.READABLE) != 0;
    boolean writes = (events & PollEvents.WRITABLE) != 0;
    return reads == writes ? queues() : List.of(reads ? readable : writable);
  }
}
