package spool.kernel.syscall;

import spool.kernel.abi.Errno;
import spool.kernel.abi.ErrnoException;
import spool.kernel.abi.MessageFlags;
import spool.kernel.abi.MessageHeader;
import spool.kernel.abi.Timespec;
import spool.kernel.ipc.socket.Socket;
import spool.kernel.process.Task;
import spool.kernel.sync.Interrupted;
import spool.kernel.sync.Waiter;

/// System calls that send and receive several messages on a socket.
///
/// Each message is a part of the call, done as `sendmsg` and `recvmsg` do it, and how many are done
/// is kept from one execution to the next. What ends the call after the first message is not told;
/// the answer is how many there were.
public final class SocketBatchCalls {
  private static final int MOST = 1024;
  private static final int ENTRY_BYTES = 64;

  /// How far a call has come, and when it ends.
  private static final class Batch {
    private final long deadline;
    private long done;
    private boolean isOver;

    Batch(long deadline) {
      this.deadline = deadline;
    }

    /// Whether another of `count` messages, unsigned, is to follow.
    boolean goesOn(int count) {
      return !isOver && done < Integer.toUnsignedLong(count);
    }

    /// Where the next `struct mmsghdr` is in the array at `entries`.
    long entry(long entries) {
      return entries + done * ENTRY_BYTES;
    }

    /// Notes that a message of so many bytes is done, and stores that in its entry.
    void finish(Task task, long entries, long bytes) {
      task.memory().store32(entry(entries) + MessageHeader.BYTES, (int) bytes);
      done++;
      task.endPart();
    }
  }

  /// One part after the other.
  private interface Part {
    void execute(Batch batch);
  }

  /// Supported, with the flags of `sendmsg`; 1024 messages at most.
  @SystemCall(number = 269, name = "sendmmsg")
  long sendmmsg(Task task, int fd, long entries, int count, int flags) {
    Socket socket = OpenSockets.find(task, fd);
    Batch batch = task.course(Batch.class, () -> new Batch(Waiter.NEVER));
    int most = Integer.compareUnsigned(count, MOST) < 0 ? count : MOST;
    return run(
        batch,
        most,
        part -> {
          var sent = SocketMessageCalls.send(task, socket, batch.entry(entries), flags);
          batch.finish(task, entries, sent.bytes());
          batch.isOver = !sent.isAll();
        });
  }

  /// Does the parts, and answers how many are done. An end by an error or a signal is told only
  /// without any.
  private static long run(Batch batch, int count, Part part) {
    try {
      while (batch.goesOn(count)) {
        part.execute(batch);
      }
    } catch (ErrnoException | Interrupted end) {
      if (batch.done == 0) {
        throw end;
      }
    }
    return batch.done;
  }

  /// Supported, with the flags of `recvmsg` and `MSG_WAITFORONE`. As on Linux, the time is looked
  /// at after each message, so that a call that waits does so for longer, and the time left is
  /// stored; an error after the first message is told by the next call.
  @SystemCall(number = 243, name = "recvmmsg")
  long recvmmsg(Task task, int fd, long entries, int count, int flags, long timeout) {
    Batch batch = task.course(Batch.class, () -> begin(task, fd, timeout));
    Socket socket = OpenSockets.find(task, fd);
    long received = run(batch, count, part -> receive(task, socket, batch, entries, flags));
    if (timeout != 0 && received > 0) {
      long left = Math.max(0, batch.deadline - task.now());
      task.memory().write(timeout, Timespec.of(left).toBytes());
    }
    return received;
  }

  private static Batch begin(Task task, int fd, long timeout) {
    long deadline = Waiter.NEVER;
    if (timeout != 0) {
      byte[] raw = task.memory().read(timeout, Timespec.BYTES);
      deadline = task.now() + Timespec.of(raw).toNanoseconds();
    }
    OpenSockets.find(task, fd).throwError();
    return new Batch(deadline);
  }

  private static void receive(Task task, Socket socket, Batch batch, long entries, int flags) {
    boolean mayWait = batch.done == 0 || (flags & MessageFlags.MSG_WAITFORONE) == 0;
    int each = flags | (mayWait ? 0 : MessageFlags.MSG_DONTWAIT);
    try {
      long bytes = SocketMessageCalls.receive(task, socket, batch.entry(entries), each);
      batch.finish(task, entries, bytes);
    } catch (ErrnoException failure) {
      if (batch.done > 0 && failure.errno() != Errno.EAGAIN) {
        socket.fail(failure.errno());
      }
      throw failure;
    }
    batch.isOver = task.now() >= batch.deadline;
  }
}
