package spool.kernel.ipc.systemv;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import spool.kernel.abi.Errno;
import spool.kernel.abi.IpcPermission;
import spool.kernel.abi.SystemV;
import spool.kernel.abi.TypedQueueStatus;
import spool.kernel.fs.Caller;
import spool.kernel.ipc.Message;
import spool.kernel.ipc.QueueFigures;
import spool.kernel.ipc.Tunable;

/// All message queues of System V (msgget(2), msgop(2), msgctl(2)).
public final class TypedQueues {
  /// Linux allows more; lower here, because every sender that waits keeps its message in the host's
  /// memory.
  private static final int HIGHEST_MESSAGE_BYTES = 65_536;

  private static final int MAY_READ = 0444;

  private final Tunable messageBytes = new Tunable("msgmax", 8192, 0, HIGHEST_MESSAGE_BYTES);
  private final Tunable queueBytes = new Tunable("msgmnb", 16_384, 0, Integer.MAX_VALUE);
  private final Tunable queues = new Tunable("msgmni", 32_000, 0, ObjectTable.MOST);
  private final ObjectTable<TypedQueue> table = new ObjectTable<>(queues);
  private final KernelMemory memory;
  private final LongSupplier clock;

  /// How much there is: queues, messages in them, and bytes of these.
  public record Totals(int queues, long messages, long bytes) {}

  TypedQueues(KernelMemory memory, LongSupplier clock) {
    this.memory = memory;
    this.clock = clock;
  }

  /// How long a message may be.
  public int mostMessageBytes() {
    return (int) messageBytes.value();
  }

  /// How many bytes a new queue may hold.
  public int mostQueueBytes() {
    return (int) queueBytes.value();
  }

  /// How many queues there may be.
  public int mostQueues() {
    return (int) queues.value();
  }

  /// The limits that `/proc/sys/kernel` shows.
  List<Tunable> limits() {
    return List.of(messageBytes, queueBytes, queues);
  }

  /// `msgget`. Fails with `ENOENT`, `EEXIST`, `EACCES`, `ENOSPC`, `ENOMEM`.
  public int get(Caller caller, int key, int flags) {
    return table.get(
        caller,
        key,
        flags,
        _ -> {},
        (id, permission) -> new TypedQueue(id, permission, queueBytes.value(), memory, clock));
  }

  /// `msgsnd` of a message of `length` bytes that `source` answers, which is asked once.
  public void send(Caller caller, int id, long length, int flags, Supplier<Message> source) {
    if (length < 0 || length > messageBytes.value() || id < 0) {
      throw Errno.EINVAL.failure();
    }
    caller
        .progress(TypedQueue.Sending.class, () -> begin(caller, id, source.get()))
        .proceed(caller, waits(flags));
  }

  private TypedQueue.Sending begin(Caller caller, int id, Message message) {
    if (message.rank() < 1) {
      throw Errno.EINVAL.failure();
    }
    TypedQueue queue = table.find(id);
    memory.demand(message.length() + TypedQueue.MESSAGE_OVERHEAD);
    return queue.sending(message, caller.pid());
  }

  /// `msgrcv` of a message of at most `length` bytes; with `MSG_NOERROR` it may have more, of which
  /// the caller cuts off the rest.
  public Message receive(Caller caller, int id, long length, long type, int flags) {
    if (length < 0 || id < 0) {
      throw Errno.EINVAL.failure();
    }
    boolean cutsOff = (flags & SystemV.MSG_NOERROR) != 0;
    if ((flags & SystemV.MSG_COPY) != 0) {
      return copy(caller, id, length, type, flags);
    }
    return caller
        .progress(
            TypedQueue.Receiving.class,
            () ->
                table
                    .find(id)
                    .receiving(
                        MessageSelector.of(type, flags),
                        cutsOff ? Long.MAX_VALUE : length,
                        caller.pid()))
        .proceed(caller, waits(flags));
  }

  private Message copy(Caller caller, int id, long length, long index, int flags) {
    if ((flags & SystemV.MSG_EXCEPT) != 0 || waits(flags)) {
      throw Errno.EINVAL.failure();
    }
    boolean cutsOff = (flags & SystemV.MSG_NOERROR) != 0;
    return table.find(id).copy(caller, index, length, cutsOff);
  }

  private static boolean waits(int flags) {
    return (flags & SystemV.IPC_NOWAIT) == 0;
  }

  /// What is known of a queue (`IPC_STAT`). Fails with `EINVAL`, `EACCES`.
  public TypedQueueStatus status(Caller caller, int id) {
    TypedQueue queue = table.find(id);
    queue.demand(caller.credentials(), MAY_READ);
    return queue.status();
  }

  /// What is known of the queue at the index `id` (`MSG_STAT`), for anybody if `isPublic`. Fails
  /// with `EINVAL`, `EACCES`.
  public TypedQueueStatus statusAt(Caller caller, int id, boolean isPublic) {
    TypedQueue queue = table.atIndex(id);
    if (!isPublic) {
      queue.demand(caller.credentials(), MAY_READ);
    }
    return queue.status();
  }

  /// Changes owner, permissions and most bytes (`IPC_SET`). Fails with `EINVAL`, `EPERM`.
  public void change(Caller caller, int id, IpcPermission wanted, long mostBytes) {
    TypedQueue queue = table.find(id);
    queue.demandOwner(caller.credentials());
    boolean isMore = Long.compareUnsigned(mostBytes, queueBytes.value()) > 0;
    if (isMore && !caller.credentials().isPrivileged()) {
      throw Errno.EPERM.failure();
    }
    queue.change(wanted, mostBytes);
  }

  /// Removes a queue with its messages (`IPC_RMID`). Fails with `EINVAL`, `EPERM`.
  public void remove(Caller caller, int id) {
    TypedQueue queue = table.find(id);
    queue.demandOwner(caller.credentials());
    table.remove(queue);
  }

  /// The highest index in use, or 0.
  public int highestIndex() {
    return table.highestIndex();
  }

  /// How much there is of all.
  public Totals totals() {
    List<TypedQueue> all = table.all();
    return new Totals(
        all.size(),
        all.stream().mapToLong(TypedQueue::messageCount).sum(),
        all.stream().mapToLong(TypedQueue::bytes).sum());
  }

  /// The text of `/proc/sysvipc/msg`.
  public String text() {
    return TypedQueueStatus.HEADING + table.lines(queue -> queue.status().line());
  }

  /// The figures of a queue since it was made, if there is such a queue.
  public Optional<QueueFigures> figures(int id) {
    return table.lookUp(id).map(TypedQueue::figures);
  }

  /// The lines of the queues in `/proc/queuestat`.
  public String figures() {
    return table.lines(queue -> queue.figures().line());
  }
}
