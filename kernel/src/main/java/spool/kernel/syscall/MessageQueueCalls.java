package spool.kernel.syscall;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import spool.kernel.abi.Errno;
import spool.kernel.abi.MessageQueueAttributes;
import spool.kernel.abi.OpenFlags;
import spool.kernel.abi.ResourceLimit;
import spool.kernel.abi.Signal;
import spool.kernel.abi.Timespec;
import spool.kernel.fs.Caller;
import spool.kernel.fs.DescriptorTable;
import spool.kernel.fs.FileDescription;
import spool.kernel.ipc.Message;
import spool.kernel.ipc.MessageQueue;
import spool.kernel.ipc.MessageQueueDescription;
import spool.kernel.ipc.MessageQueues;
import spool.kernel.process.Clocks;
import spool.kernel.process.Process;
import spool.kernel.process.Signals;
import spool.kernel.process.Task;
import spool.kernel.signal.SignalInfo;
import spool.kernel.sync.Blocked;
import spool.kernel.sync.Waiter;
import spool.kernel.vm.AddressSpace;

/// System calls about the message queues of POSIX (mq_overview(7)).
public final class MessageQueueCalls {
  private static final int NAME_LIMIT = 4096;

  private static final int SIGEV_SIGNAL = 0;
  private static final int SIGEV_NONE = 1;

  /// `struct sigevent`: `sigev_value`, `sigev_signo`, `sigev_notify`.
  private static final int EVENT_BYTES = 64;

  private static final int EVENT_SIGNAL = 8;
  private static final int EVENT_NOTIFY = 12;

  private final MessageQueues queues;
  private final Clocks clocks;
  private final IpcTrace trace;

  /// Calls on `queues`, with time limits on the real-time clock of `clocks`.
  public MessageQueueCalls(MessageQueues queues, Clocks clocks, IpcTrace trace) {
    this.queues = queues;
    this.clocks = clocks;
    this.trace = trace;
  }

  /// Supported. A message may have 65,536 bytes at most, where Linux has 16 MiB.
  @SystemCall(number = 180, name = "mq_open")
  long mqOpen(Task task, long name, int flags, int mode, long attributes) {
    Optional<MessageQueueAttributes> wanted = attributes(task, attributes);
    String text = name(task, name);
    int limit = (int) task.limit(ResourceLimit.RLIMIT_NOFILE);
    DescriptorTable table = task.descriptors();
    table.demandRoom(limit);
    return table.install(queues.open(task, text, flags, mode, wanted), true, 0, limit);
  }

  private static Optional<MessageQueueAttributes> attributes(Task task, long address) {
    return address == 0
        ? Optional.empty()
        : Optional.of(
            MessageQueueAttributes.of(task.memory().read(address, MessageQueueAttributes.BYTES)));
  }

  private static String name(Task task, long address) {
    return task.memory().readString(address, NAME_LIMIT);
  }

  /// Supported.
  @SystemCall(number = 181, name = "mq_unlink")
  long mqUnlink(Task task, long name) {
    queues.unlink(task, name(task, name));
    return 0;
  }

  /// Supported.
  @SystemCall(number = 182, name = "mq_timedsend")
  long mqTimedsend(Task task, int queue, long message, long length, int priority, long timeout) {
    if (Integer.compareUnsigned(priority, MessageQueue.MQ_PRIO_MAX) >= 0) {
      throw Errno.EINVAL.failure();
    }
    long deadline = deadline(task, timeout);
    MessageQueueDescription description = queue(task, queue);
    demandAccess(OpenFlags.writes(description.flags()));
    if (Long.compareUnsigned(length, description.attributes().messageBytes()) > 0) {
      throw Errno.EMSGSIZE.failure();
    }
    try {
      description.send(
          task, new InMemory(task.memory(), message, (int) length, priority), deadline);
    } catch (Blocked wait) {
      traceWait(task, "mq_timedsend", description, "full");
      throw wait;
    }
    passed(task, description);
    return 0;
  }

  /// A message that a program has `length` bytes of at `address`.
  private record InMemory(AddressSpace memory, long address, int length, int priority)
      implements Supplier<Message> {
    @Override
    public Message get() {
      return new Message(priority, memory.read(address, length));
    }
  }

  private void traceWait(
      Task task, String call, MessageQueueDescription description, String state) {
    if (trace.isOn()) {
      trace.waits(task, () -> call + " waits: " + description.location().name() + " is " + state);
    }
  }

  private void passed(Task task, MessageQueueDescription description) {
    if (trace.isOn()) {
      trace.passed(task, Optional.of(description.figures()));
    }
  }

  /// Supported. A message that cannot be stored is lost, as on Linux.
  @SystemCall(number = 183, name = "mq_timedreceive")
  long mqTimedreceive(
      Task task, int queue, long message, long length, long priority, long timeout) {
    long deadline = deadline(task, timeout);
    MessageQueueDescription description = queue(task, queue);
    demandAccess(OpenFlags.reads(description.flags()));
    if (Long.compareUnsigned(length, description.attributes().messageBytes()) < 0) {
      throw Errno.EMSGSIZE.failure();
    }
    Message received = receive(task, description, deadline);
    passed(task, description);
    if (priority != 0) {
      task.memory().store32(priority, (int) received.rank());
    }
    task.memory().write(message, received.bytes());
    return received.length();
  }

  private Message receive(Task task, MessageQueueDescription description, long deadline) {
    try {
      return description.receive(task, deadline);
    } catch (Blocked wait) {
      traceWait(task, "mq_timedreceive", description, "empty");
      throw wait;
    }
  }

  private long deadline(Task task, long timeout) {
    if (timeout == 0) {
      return Waiter.NEVER;
    }
    long time = Timespec.of(task.memory().read(timeout, Timespec.BYTES)).toNanoseconds();
    return clocks.deadline(Clocks.CLOCK_REALTIME, true, time);
  }

  private static MessageQueueDescription queue(Task task, int fd) {
    FileDescription found = task.descriptors().description(fd);
    if (found instanceof MessageQueueDescription queue) {
      return queue;
    }
    throw Errno.EBADF.failure();
  }

  private static void demandAccess(boolean permitted) {
    if (!permitted) {
      throw Errno.EBADF.failure();
    }
  }

  /// Supported: `SIGEV_NONE` and `SIGEV_SIGNAL`. `SIGEV_THREAD`, for which C libraries have a
  /// netlink socket, is EINVAL.
  @SystemCall(number = 184, name = "mq_notify")
  long mqNotify(Task task, int queue, long event) {
    if (event == 0) {
      queue(task, queue).unregister(task.descriptors());
      return 0;
    }
    MessageQueue.Registration wanted = registration(task, task.memory().read(event, EVENT_BYTES));
    queue(task, queue).register(wanted);
    return 0;
  }

  private static MessageQueue.Registration registration(Task task, byte[] bytes) {
    ByteBuffer event = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int signal = event.getInt(EVENT_SIGNAL);
    int notify = event.getInt(EVENT_NOTIFY);
    boolean signals = notify == SIGEV_SIGNAL;
    if (!(signals && (signal == 0 || Signal.isValid(signal))) && notify != SIGEV_NONE) {
      throw Errno.EINVAL.failure();
    }
    boolean tells = signals && signal != 0;
    return new MessageQueue.Registration(
        task.descriptors(),
        task.pid(),
        notify,
        signals ? signal : 0,
        tells ? signal(task.process(), signal, event.getLong(0)) : _ -> {});
  }

  private static Consumer<Caller> signal(Process process, int signal, long value) {
    return sender ->
        Signals.send(
            process, SignalInfo.ofMessage(signal, sender.pid(), sender.credentials().uid(), value));
  }

  /// Supported.
  @SystemCall(number = 185, name = "mq_getsetattr")
  long mqGetsetattr(Task task, int queue, long next, long old) {
    Optional<MessageQueueAttributes> wanted = attributes(task, next);
    if (wanted.isPresent() && (wanted.get().flags() & ~OpenFlags.O_NONBLOCK) != 0) {
      throw Errno.EINVAL.failure();
    }
    MessageQueueDescription description = queue(task, queue);
    MessageQueueAttributes before = description.attributes();
    if (old != 0) {
      task.memory().write(old, before.toBytes());
    }
    wanted.ifPresent(attributes -> description.changeNonblocking(attributes.flags() != 0));
    return 0;
  }
}
