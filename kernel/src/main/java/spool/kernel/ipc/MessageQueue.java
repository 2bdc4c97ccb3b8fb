package spool.kernel.ipc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import spool.kernel.abi.Errno;
import spool.kernel.abi.FileMode;
import spool.kernel.abi.MessageQueueAttributes;
import spool.kernel.fs.Caller;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.FileSystem;
import spool.kernel.fs.Inode;
import spool.kernel.fs.Location;
import spool.kernel.sync.WaitQueue;

/// A message queue of POSIX (mq_overview(7)): messages leave it by priority, and within one
/// priority in the order in which they came.
///
/// Calls that wait have their [Turn]. The invariant: while a receiver waits the queue is empty, and
/// while a sender waits it is full.
public final class MessageQueue extends Inode {
  /// Priorities are below.
  public static final int MQ_PRIO_MAX = 32_768;

  private static final int FILE_BYTES = 80;

  /// Whom a process wants told when a message arrives in the empty queue, and how: `kind` is
  /// `SIGEV_*`, `action` gets the task that sends. The registration belongs to `holder`, the
  /// process's table of descriptors, and ends when any descriptor of the queue there is closed.
  public record Registration(
      Object holder, int pid, int kind, int signal, Consumer<Caller> action) {}

  private static final class Sending extends Turn {
    private final Message message;

    Sending(Message message) {
      this.message = message;
    }
  }

  /// How a call begins that sends.
  private record Begun(Supplier<Message> source) implements Supplier<Sending> {
    @Override
    public Sending get() {
      return new Sending(source.get());
    }
  }

  private static final class Receiving extends Turn {
    private Optional<Message> message = Optional.empty();

    Message received() {
      return message.orElseThrow();
    }
  }

  private final int maxMessages;
  private final int messageBytes;
  private final Runnable whenDiscarded;
  private final TreeMap<Long, ArrayDeque<Message>> messages =
      new TreeMap<>(Comparator.reverseOrder());
  private int count;
  private long size;
  private final Turns<Sending> senders = new Turns<>();
  private final Turns<Receiving> receivers = new Turns<>();
  private final WaitQueue changes = new WaitQueue();
  private Optional<Registration> registration = Optional.empty();
  private long sent;
  private long received;

  /// An empty queue for so many messages of so many bytes; `whenDiscarded` runs when nobody can
  /// reach it any more.
  MessageQueue(
      FileSystem fileSystem,
      int permissions,
      int maxMessages,
      int messageBytes,
      Runnable whenDiscarded) {
    super(fileSystem, FileMode.S_IFREG | permissions);
    this.maxMessages = maxMessages;
    this.messageBytes = messageBytes;
    this.whenDiscarded = whenDiscarded;
  }

  @Override
  public FileDescription open(Location location, int flags, Caller caller) {
    return new MessageQueueDescription(location, this, flags);
  }

  @Override
  public long size() {
    return FILE_BYTES;
  }

  @Override
  protected void discard() {
    whenDiscarded.run();
  }

  /// The attributes of the queue; `flags` are those of a descriptor.
  MessageQueueAttributes attributes(int flags) {
    return new MessageQueueAttributes(flags, maxMessages, messageBytes, count);
  }

  /// Sends what `source` answers, which is asked once. Without room the call waits until `deadline`
  /// if it `waits`, and otherwise fails with `EAGAIN`.
  void send(Caller caller, Supplier<Message> source, boolean waits, long deadline) {
    Sending turn = caller.progress(Sending.class, new Begun(source));
    if (turn.isDone()) {
      return;
    }
    if (count == maxMessages) {
      throw unready(caller, senders, turn, waits, deadline);
    }
    accept(caller, turn.message);
  }

  /// Receives a message, by the same rules.
  Message receive(Caller caller, boolean waits, long deadline) {
    Receiving turn = caller.progress(Receiving.class, Receiving::new);
    if (turn.isDone()) {
      return turn.received();
    }
    if (count == 0) {
      throw unready(caller, receivers, turn, waits, deadline);
    }
    Message message = takeFirst();
    senders.first().ifPresent(sender -> admit(caller, sender));
    changes.wakeAll();
    return message;
  }

  private static <T extends Turn> RuntimeException unready(
      Caller caller, Turns<T> turns, T turn, boolean waits, long deadline) {
    if (!waits) {
      return Errno.EAGAIN.failure();
    }
    return deadline <= caller.now()
        ? Errno.ETIMEDOUT.failure()
        : turns.await(caller, deadline, turn);
  }

  /// Gives a message to the receiver that has waited longest, or keeps it; whoever is registered
  /// hears of it only if there was none before and nobody waits.
  private void accept(Caller caller, Message message) {
    Optional<Receiving> receiver = receivers.first();
    if (receiver.isPresent()) {
      sent++;
      received++;
      receiver.get().message = Optional.of(message);
      receivers.finish(receiver.get(), caller.now());
      return;
    }
    insert(message);
    changes.wakeAll();
    if (count == 1) {
      Optional<Registration> told = registration;
      registration = Optional.empty();
      told.ifPresent(owner -> owner.action.accept(caller));
    }
  }

  private void admit(Caller caller, Sending sender) {
    insert(sender.message);
    senders.finish(sender, caller.now());
  }

  private void insert(Message message) {
    messages.computeIfAbsent(message.rank(), _ -> new ArrayDeque<>()).add(message);
    count++;
    size += message.length();
    sent++;
    modified();
  }

  private Message takeFirst() {
    Map.Entry<Long, ArrayDeque<Message>> highest = messages.firstEntry();
    Message message = highest.getValue().remove();
    if (highest.getValue().isEmpty()) {
      messages.remove(highest.getKey());
    }
    count--;
    size -= message.length();
    received++;
    accessed();
    return message;
  }

  /// Whether there is a message.
  boolean hasMessages() {
    return count > 0;
  }

  /// Whether there is room for a message.
  boolean hasRoom() {
    return count < maxMessages;
  }

  /// Wakes those who wait for [#hasMessages] or [#hasRoom] to change.
  WaitQueue changes() {
    return changes;
  }

  /// Registers a process for the next message (mq_notify(3)). Fails with `EBUSY` if one is.
  void register(Registration wanted) {
    if (registration.isPresent()) {
      throw Errno.EBUSY.failure();
    }
    registration = Optional.of(wanted);
  }

  /// Ends the registration that belongs to `holder`.
  void unregister(Object holder) {
    registration = registration.filter(owner -> !owner.holder.equals(holder));
  }

  @Override
  protected void descriptorClosed(Object table) {
    unregister(table);
  }

  /// What reading its file shows.
  byte[] status() {
    String text =
        String.format(
            Locale.ROOT,
            "QSIZE:%-10d NOTIFY:%-5d SIGNO:%-5d NOTIFY_PID:%-6d\n",
            size,
            registration.map(Registration::kind).orElse(0),
            registration.map(Registration::signal).orElse(0),
            registration.map(Registration::pid).orElse(0));
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /// Its figures since it was made.
  QueueFigures figures(String name) {
    return new QueueFigures(
        "mqueue",
        name,
        count,
        size,
        sent,
        received,
        new QueueFigures.Waits(senders.waits(), senders.waitedTime()),
        new QueueFigures.Waits(receivers.waits(), receivers.waitedTime()));
  }
}
