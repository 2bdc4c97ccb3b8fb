package spool.kernel.ipc;

import java.util.ArrayList;
import java.util.List;
import spool.kernel.abi.Errno;
import spool.kernel.abi.IoctlRequest;
import spool.kernel.abi.OpenFlags;
import spool.kernel.abi.PollEvents;
import spool.kernel.abi.Signal;
import spool.kernel.fs.Caller;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.IoBuffer;
import spool.kernel.fs.Location;
import spool.kernel.sync.WaitQueue;

/// An end of a [Pipe], or both ends of a FIFO.
///
/// A write of up to `PIPE_BUF` bytes waits until there is room for all of it. A longer one goes in
/// parts; what it has written when it waits is its progress, which the next execution skips. With
/// `O_DIRECT` each part is a packet of up to `PIPE_BUF` bytes.
final class PipeDescription extends FileDescription {
  private static final class Written {
    private long bytes;
  }

  private static final long NONE = -1;

  private final Pipe pipe;
  private final long writersBefore;

  PipeDescription(Location location, Pipe pipe, int flags) {
    super(location, flags);
    this.pipe = pipe;
    this.writersBefore = pipe.hasWriters() ? NONE : pipe.writersEver();
    pipe.join(flags);
  }

  @Override
  protected void fill(IoBuffer buffer, long position, Caller caller) {
    if (buffer.remaining() == 0) {
      return;
    }
    if (pipe.contents().size() == 0 && pipe.hasWriters()) {
      throw unready(caller, pipe.readable());
    }
    if (pipe.contents().size() > 0) {
      pipe.contents().remove(buffer);
      pipe.writable().wakeAll();
    }
  }

  @Override
  protected void drain(IoBuffer buffer, long position, Caller caller) {
    Written written = caller.progress(Written.class, Written::new);
    buffer.skip(written.bytes);
    boolean atomic = buffer.moved() + buffer.remaining() <= Pipe.PIPE_BUF;
    while (buffer.remaining() > 0) {
      demandReader(caller);
      long needed = needed(buffer, atomic);
      if (pipe.contents().room() < needed) {
        written.bytes = buffer.moved();
        throw unready(caller, pipe.writable());
      }
      add(buffer);
      pipe.readable().wakeAll();
    }
  }

  private long needed(IoBuffer buffer, boolean atomic) {
    if (has(OpenFlags.O_DIRECT)) {
      return Pipe.PIPE_BUF;
    }
    return atomic ? buffer.remaining() : 1;
  }

  private void add(IoBuffer buffer) {
    if (has(OpenFlags.O_DIRECT)) {
      pipe.contents().addPacket(buffer);
    } else {
      pipe.contents().add(buffer, (int) Math.min(buffer.remaining(), pipe.contents().room()));
    }
  }

  private RuntimeException unready(Caller caller, WaitQueue queue) {
    return isNonblocking() ? Errno.EAGAIN.failure() : caller.block(queue);
  }

  private void demandReader(Caller caller) {
    if (!pipe.hasReaders()) {
      caller.raise(Signal.SIGPIPE);
      throw Errno.EPIPE.failure();
    }
  }

  @Override
  public int poll() {
    return (OpenFlags.reads(flags()) ? pollReading() : 0)
        | (OpenFlags.writes(flags()) ? pollWriting() : 0);
  }

  /// A FIFO that no writer has ever opened since this end did has not hung up.
  private int pollReading() {
    boolean hungUp = !pipe.hasWriters() && pipe.writersEver() != writersBefore;
    return (pipe.contents().size() > 0 ? PollEvents.READABLE : 0)
        | (hungUp ? PollEvents.POLLHUP : 0);
  }

  private int pollWriting() {
    return (pipe.contents().room() >= Pipe.PIPE_BUF ? PollEvents.WRITABLE : 0)
        | (pipe.hasReaders() ? 0 : PollEvents.POLLERR);
  }

  @Override
  public List<WaitQueue> queues() {
    List<WaitQueue> queues = new ArrayList<>();
    if (OpenFlags.reads(flags())) {
      queues.add(pipe.readable());
    }
    if (OpenFlags.writes(flags())) {
      queues.add(pipe.writable());
    }
    return queues;
  }

  @Override
  public long ioctl(int request, long argument, Caller caller) {
    if (request != IoctlRequest.FIONREAD) {
      return super.ioctl(request, argument, caller);
    }
    caller.memory().store32(argument, pipe.contents().size());
    return 0;
  }

  @Override
  protected void closed() {
    pipe.leave(flags());
  }
}
