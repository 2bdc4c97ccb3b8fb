package spool.kernel.syscall;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import spool.kernel.abi.Errno;
import spool.kernel.abi.EventPollFlags;
import spool.kernel.abi.OpenFlags;
import spool.kernel.abi.ResourceLimit;
import spool.kernel.abi.Timespec;
import spool.kernel.fs.FileDescription;
import spool.kernel.ipc.event.EventPoll;
import spool.kernel.ipc.event.EventPolls;
import spool.kernel.process.Task;
import spool.kernel.sync.WaitQueue;
import spool.kernel.sync.Waiter;

/// System calls that wait for any of many files (epoll(7)).
public final class EventPollCalls {
  /// Bytes of a `struct epoll_event`: events, four of nothing, data.
  private static final int EVENT_BYTES = 16;

  private static final int SIGSET_BYTES = 8;
  private static final long MILLISECOND = 1_000_000;

  private record Deadline(long time) {}

  private final EventPolls polls;

  /// Calls about `polls`.
  public EventPollCalls(EventPolls polls) {
    this.polls = polls;
  }

  /// Supported.
  @SystemCall(number = 20, name = "epoll_create1")
  long epollCreate1(Task task, int flags) {
    Flags.demandOnly(flags, OpenFlags.O_CLOEXEC);
    int limit = (int) task.limit(ResourceLimit.RLIMIT_NOFILE);
    task.descriptors().demandRoom(limit);
    return task.descriptors().install(new EventPoll(polls), flags != 0, 0, limit);
  }

  /// Supported; `EPOLLWAKEUP` has no effect.
  @SystemCall(number = 21, name = "epoll_ctl")
  long epollCtl(Task task, int epfd, int operation, int fd, long event) {
    ByteBuffer wanted =
        operation == EventPollFlags.EPOLL_CTL_DEL
            ? ByteBuffer.allocate(EVENT_BYTES)
            : ByteBuffer.wrap(task.memory().read(event, EVENT_BYTES));
    int events = wanted.order(ByteOrder.LITTLE_ENDIAN).getInt(0);
    long data = wanted.getLong(Long.BYTES);
    FileDescription any = task.descriptors().description(epfd);
    FileDescription file = task.descriptors().description(fd);
    EventPoll poll = poll(any);
    switch (operation) {
      case EventPollFlags.EPOLL_CTL_ADD -> poll.add(fd, file, events, data);
      case EventPollFlags.EPOLL_CTL_MOD -> poll.change(fd, file, events, data);
      case EventPollFlags.EPOLL_CTL_DEL -> poll.remove(fd, file);
      default -> throw Errno.EINVAL.failure();
    }
    return 0;
  }

  private static EventPoll poll(FileDescription file) {
    if (file instanceof EventPoll poll) {
      return poll;
    }
    throw Errno.EINVAL.failure();
  }

  /// Supported.
  @SystemCall(number = 22, name = "epoll_pwait", restarts = false)
  long epollPwait(
      Task task, int epfd, long events, int most, int milliseconds, long mask, long maskBytes) {
    Deadline deadline =
        milliseconds < 0 ? new Deadline(Waiter.NEVER) : deadline(task, milliseconds * MILLISECOND);
    return await(task, epfd, events, most, deadline, mask, maskBytes);
  }

  private static Deadline deadline(Task task, long duration) {
    return task.progress(Deadline.class, () -> new Deadline(task.now() + duration));
  }

  /// Supported.
  @SystemCall(number = 441, name = "epoll_pwait2", restarts = false)
  long epollPwait2(
      Task task, int epfd, long events, int most, long timeout, long mask, long maskBytes) {
    Deadline deadline = new Deadline(Waiter.NEVER);
    if (timeout != 0) {
      byte[] time = task.memory().read(timeout, Timespec.BYTES);
      deadline = deadline(task, Timespec.of(time).toNanoseconds());
    }
    return await(task, epfd, events, most, deadline, mask, maskBytes);
  }

  private static long await(
      Task task, int epfd, long events, int most, Deadline deadline, long mask, long maskBytes) {
    if (mask != 0) {
      if (maskBytes != SIGSET_BYTES) {
        throw Errno.EINVAL.failure();
      }
      task.signals().maskDuringCall(task.memory().load64(mask));
    }
    if (most <= 0 || most > Integer.MAX_VALUE / EVENT_BYTES) {
      throw Errno.EINVAL.failure();
    }
    EventPoll poll = poll(task.descriptors().description(epfd));
    int count =
        poll.take(most, (index, event) -> store(task, events + (long) index * EVENT_BYTES, event));
    if (count == 0 && deadline.time > task.now()) {
      throw task.block(deadline.time, poll.queues().toArray(WaitQueue[]::new));
    }
    return count;
  }

  private static void store(Task task, long address, EventPoll.Event event) {
    byte[] bytes = new byte[EVENT_BYTES];
    ByteBuffer raw = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    raw.putInt(0, event.events()).putLong(Long.BYTES, event.data());
    task.memory().write(address, bytes);
  }
}
