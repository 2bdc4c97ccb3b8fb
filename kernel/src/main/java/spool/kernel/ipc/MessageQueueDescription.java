package spool.kernel.ipc;

import java.util.List;
import java.util.function.Supplier;
import spool.kernel.abi.Errno;
import spool.kernel.abi.MessageQueueAttributes;
import spool.kernel.abi.OpenFlags;
import spool.kernel.abi.PollEvents;
import spool.kernel.fs.Caller;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.IoBuffer;
import spool.kernel.fs.Location;
import spool.kernel.sync.WaitQueue;

/// An open [MessageQueue]: what `mq_open` makes, and `openat` of its file.
public final class MessageQueueDescription extends FileDescription {
  private final MessageQueue queue;

  MessageQueueDescription(Location location, MessageQueue queue, int flags) {
    super(location, flags);
    this.queue = queue;
  }

  /// Sends what `source` answers, which is asked once. A full queue fails with `EAGAIN` if the
  /// descriptor is nonblocking, and otherwise the call waits until `deadline`.
  public void send(Caller caller, Supplier<Message> source, long deadline) {
    queue.send(caller, source, !isNonblocking(), deadline);
  }

  /// Receives a message, by the same rules for an empty queue.
  public Message receive(Caller caller, long deadline) {
    return queue.receive(caller, !isNonblocking(), deadline);
  }

  /// The attributes, with the flags of this descriptor.
  public MessageQueueAttributes attributes() {
    return queue.attributes(flags() & OpenFlags.O_NONBLOCK);
  }

  /// The queue's figures since it was made.
  public QueueFigures figures() {
    return queue.figures(location().name());
  }

  /// Decides whether the descriptor is nonblocking.
  public void changeNonblocking(boolean isNonblocking) {
    int others = flags() & ~OpenFlags.O_NONBLOCK;
    changeFlags(isNonblocking ? others | OpenFlags.O_NONBLOCK : others);
  }

  /// Registers a process for the next message. Fails with `EBUSY` if one is.
  public void register(MessageQueue.Registration registration) {
    queue.register(registration);
  }

  /// Ends the registration that belongs to `holder`.
  public void unregister(Object holder) {
    queue.unregister(holder);
  }

  @Override
  protected void fill(IoBuffer buffer, long position, Caller caller) {
    byte[] status = queue.status();
    if (position < status.length) {
      buffer.put(status, (int) position, status.length - (int) position);
    }
  }

  @Override
  protected void drain(IoBuffer buffer, long position, Caller caller) {
    throw Errno.EINVAL.failure();
  }

  @Override
  public boolean isSeekable() {
    return true;
  }

  @Override
  public int poll() {
    return (queue.hasMessages() ? PollEvents.READABLE : 0)
        | (queue.hasRoom() ? PollEvents.WRITABLE : 0);
  }

  @Override
  public List<WaitQueue> queues() {
    return List.of(queue.changes());
  }
}
