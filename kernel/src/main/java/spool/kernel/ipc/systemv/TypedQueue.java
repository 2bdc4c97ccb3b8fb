package spool.kernel.ipc.systemv;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import spool.kernel.abi.Errno;
import spool.kernel.abi.IpcPermission;
import spool.kernel.abi.TypedQueueStatus;
import spool.kernel.fs.Caller;
import spool.kernel.ipc.Message;
import spool.kernel.ipc.QueueFigures;
import spool.kernel.ipc.Turn;
import spool.kernel.ipc.Turns;
import spool.kernel.sync.Waiter;

/// A message queue of System V: messages have types, and receivers choose by them (msgop(2)).
///
/// Calls that wait have their [Turn]. A message goes to the receiver that has waited longest of
/// those that want it, and when there is room, the senders that have waited longest and fit come
/// in. The invariant: no receiver waits for a message that is there, and no sender for room that is
/// there.
final class TypedQueue extends SystemVObject {
  /// What the host has of a message besides its bytes, counted in [KernelMemory].
  static final int MESSAGE_OVERHEAD = 64;

  private static final int QUEUE_OVERHEAD = 512;
  private static final int MAY_READ = 0444;
  private static final int MAY_WRITE = 0222;

  /// A send, from its first execution to its last.
  final class Sending extends Turn {
    private final Message message;
    private final int pid;

    private Sending(Message message, int pid) {
      this.message = message;
      this.pid = pid;
    }

    /// Sends the message. Without room the call waits if it `waits`, and else fails with `EAGAIN`.
    void proceed(Caller caller, boolean waits) {
      if (!isDone()) {
        send(caller, this, waits);
      }
    }
  }

  /// A receive, from its first execution to its last.
  final class Receiving extends Turn {
    private final MessageSelector selector;
    private final long mostBytes;
    private final int pid;
    private Optional<Message> message = Optional.empty();

    private Receiving(MessageSelector selector, long mostBytes, int pid) {
      this.selector = selector;
      this.mostBytes = mostBytes;
      this.pid = pid;
    }

    /// Receives a message. If there is none such the call waits if it `waits`, and else fails with
    /// `ENOMSG`; if it is too long, with `E2BIG`.
    Message proceed(Caller caller, boolean waits) {
      return isDone() ? message.orElseThrow(Errno.E2BIG::failure) : receive(caller, this, waits);
    }
  }

  private final KernelMemory memory;
  private final LongSupplier clock;
  private final Set<Message> messages = new LinkedHashSet<>();
  private final Turns<Sending> senders = new Turns<>();
  private final Turns<Receiving> receivers = new Turns<>();
  private long mostBytes;
  private long bytes;
  private long sent;
  private long received;
  private long sendTime;
  private long receiveTime;
  private long changeTime;
  private int sender;
  private int receiver;

  /// An empty queue for so many bytes, with its memory taken from `memory`; `clock` counts seconds.
  /// Fails with `ENOMEM`.
  TypedQueue(
      int id, IpcPermission permission, long mostBytes, KernelMemory memory, LongSupplier clock) {
    super(id, permission);
    memory.take(QUEUE_OVERHEAD);
    this.memory = memory;
    this.clock = clock;
    this.mostBytes = mostBytes;
    changeTime = clock.getAsLong();
  }

  /// Begins a send by process `pid`.
  Sending sending(Message message, int pid) {
    return new Sending(message, pid);
  }

  /// Begins a receive by process `pid` of at most so many bytes.
  Receiving receiving(MessageSelector selector, long mostMessageBytes, int pid) {
    return new Receiving(selector, mostMessageBytes, pid);
  }

  private void send(Caller caller, Sending turn, boolean waits) {
    demandPresence();
    demand(caller.credentials(), MAY_WRITE);
    if (hasRoomFor(turn.message)) {
      accept(turn, caller.now());
    } else {
      throw waits ? senders.await(caller, Waiter.NEVER, turn) : Errno.EAGAIN.failure();
    }
  }

  private Message receive(Caller caller, Receiving turn, boolean waits) {
    demandPresence();
    demand(caller.credentials(), MAY_READ);
    Optional<Message> found = turn.selector.choose(messages);
    if (found.isEmpty()) {
      throw waits ? receivers.await(caller, Waiter.NEVER, turn) : Errno.ENOMSG.failure();
    }
    if (found.get().length() > turn.mostBytes) {
      throw Errno.E2BIG.failure();
    }
    take(found.get());
    note(turn);
    admitSenders(caller.now());
    return found.get();
  }

  /// The message with number `index`, from 0, which stays (`MSG_COPY`). Fails with `ENOMSG`,
  /// `E2BIG`, and `EINVAL` for one that would have to be cut off.
  Message copy(Caller caller, long index, long length, boolean cutsOff) {
    demand(caller.credentials(), MAY_READ);
    if (index < 0) {
      throw Errno.ENOMSG.failure();
    }
    Message found = messages.stream().skip(index).findFirst().orElseThrow(Errno.ENOMSG::failure);
    if (found.length() > length) {
      throw (cutsOff ? Errno.EINVAL : Errno.E2BIG).failure();
    }
    return found;
  }

  private boolean hasRoomFor(Message message) {
    return Long.compareUnsigned(bytes + message.length(), mostBytes) <= 0
        && Long.compareUnsigned(messages.size() + 1, mostBytes) <= 0;
  }

  /// Gives a message to the receiver that has waited longest for one such, or keeps it. Receivers
  /// for which it is too long go away empty.
  private void accept(Sending turn, long now) {
    sent++;
    sender = turn.pid;
    sendTime = clock.getAsLong();
    for (Receiving each : receivers.all()) {
      if (each.selector.matches(turn.message)) {
        boolean fits = turn.message.length() <= each.mostBytes;
        receivers.finish(each, now);
        if (fits) {
          each.message = Optional.of(turn.message);
          note(each);
          return;
        }
      }
    }
    messages.add(turn.message);
    bytes += turn.message.length();
    memory.count(footprint(turn.message));
  }

  private static int footprint(Message message) {
    return message.length() + MESSAGE_OVERHEAD;
  }

  private void take(Message message) {
    messages.remove(message);
    bytes -= message.length();
    memory.count(-footprint(message));
  }

  private void note(Receiving turn) {
    received++;
    receiver = turn.pid;
    receiveTime = clock.getAsLong();
  }

  private void admitSenders(long now) {
    for (Sending each : senders.all()) {
      if (hasRoomFor(each.message)) {
        accept(each, now);
        senders.finish(each, now);
      }
    }
  }

  /// Changes owner, permissions and how many bytes there may be (`IPC_SET`). Those who wait look
  /// again whether they still may, and whether there is room.
  void change(IpcPermission wanted, long newMostBytes) {
    permission(permission().changedTo(wanted));
    mostBytes = newMostBytes;
    changeTime = clock.getAsLong();
    receivers.dismiss();
    senders.dismiss();
  }

  @Override
  void removed() {
    super.removed();
    messages.forEach(message -> memory.count(-footprint(message)));
    memory.count(-QUEUE_OVERHEAD);
    messages.clear();
    receivers.dismiss();
    senders.dismiss();
  }

  int messageCount() {
    return messages.size();
  }

  long bytes() {
    return bytes;
  }

  /// What `IPC_STAT` tells of it.
  TypedQueueStatus status() {
    return new TypedQueueStatus(
        id(),
        permission(),
        sendTime,
        receiveTime,
        changeTime,
        bytes,
        messages.size(),
        mostBytes,
        sender,
        receiver);
  }

  /// Its figures since it was made.
  QueueFigures figures() {
    return new QueueFigures(
        "msg",
        Integer.toString(id()),
        messages.size(),
        bytes,
        sent,
        received,
        new QueueFigures.Waits(senders.waits(), senders.waitedTime()),
        new QueueFigures.Waits(receivers.waits(), receivers.waitedTime()));
  }
}
