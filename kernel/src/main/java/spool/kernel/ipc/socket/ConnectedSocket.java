package spool.kernel.ipc.socket;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import spool.kernel.abi.Errno;
import spool.kernel.abi.MessageFlags;
import spool.kernel.abi.PollEvents;
import spool.kernel.abi.Signal;
import spool.kernel.abi.SocketAddress;
import spool.kernel.fs.Caller;
import spool.kernel.sync.WaitQueue;

/// A socket with connections: `SOCK_STREAM` and `SOCK_SEQPACKET`.
///
/// `connect` makes the socket of the other side at once and puts it into the backlog of the one
/// that listens, so that it does not wait for `accept`, only for room in the backlog.
final class ConnectedSocket extends Socket {
  private static final int SOMAXCONN = 4096;

  private @Nullable ConnectedSocket peer;
  private PeerCredentials peerCredentials = PeerCredentials.NONE;
  private boolean isListening;
  private int backlog;
  private final ArrayDeque<ConnectedSocket> pending = new ArrayDeque<>();
  private final WaitQueue backlogRoom = new WaitQueue();

  ConnectedSocket(Sockets sockets, SocketType type, int flags) {
    super(sockets, type, flags);
  }

  /// Makes this and `other`, both of which `maker` made, the ends of one connection.
  void join(ConnectedSocket other, PeerCredentials maker) {
    peer = other;
    other.peer = this;
    peerCredentials = maker;
    other.peerCredentials = maker;
  }

  @Override
  Optional<Socket> peer() {
    return Optional.ofNullable(peer);
  }

  @Override
  public PeerCredentials peerCredentials() {
    return peerCredentials;
  }

  // Connections

  @Override
  public void listen(Caller caller, int wanted) {
    if (peer != null || !name().isNamed()) {
      throw Errno.EINVAL.failure();
    }
    isListening = true;
    backlog = wanted < 0 || wanted > SOMAXCONN ? SOMAXCONN : wanted;
    peerCredentials = PeerCredentials.of(caller);
    backlogRoom.wakeAll();
  }

  @Override
  public boolean isListening() {
    return isListening;
  }

  @Override
  public void connect(Caller caller, SocketAddress address) {
    if (settings().passesCredentials()) {
      bindAnywhere(caller);
    }
    ConnectedSocket listener = listener(caller, address);
    if (listener.pending.size() > listener.backlog) {
      throw Patience.of(caller, settings().sendTimeout())
          .wait(caller, !isNonblocking(), listener.backlogRoom);
    }
    demandUnconnected();
    ConnectedSocket end = sockets().end(type());
    end.join(this, PeerCredentials.of(caller));
    peerCredentials = listener.peerCredentials;
    end.inherit(listener.name());
    listener.pending.add(end);
    listener.arrived().arrivals().wakeAll();
    wakeAll();
  }

  private void demandUnconnected() {
    if (peer != null) {
      throw Errno.EISCONN.failure();
    }
    if (isListening) {
      throw Errno.EINVAL.failure();
    }
  }

  private ConnectedSocket listener(Caller caller, SocketAddress address) {
    Socket found = sockets().find(caller, address, type());
    if (found instanceof ConnectedSocket listener
        && listener.isListening
        && !listener.isShut(RECEIVING)) {
      return listener;
    }
    throw Errno.ECONNREFUSED.failure();
  }

  @Override
  public Socket accept(Caller caller, int flags) {
    if (!isListening) {
      throw Errno.EINVAL.failure();
    }
    if (pending.isEmpty()) {
      throw isShut(RECEIVING)
          ? Errno.EINVAL.failure()
          : Patience.of(caller, settings().receiveTimeout())
              .wait(caller, !isNonblocking(), arrived().arrivals());
    }
    ConnectedSocket accepted = pending.remove();
    accepted.changeFlags(flags);
    accepted.settings().passesCredentials(settings().passesCredentials());
    backlogRoom.wakeAll();
    return accepted;
  }

  @Override
  List<ConnectedSocket> unaccepted() {
    return List.copyOf(pending);
  }

  // Sending

  @Override
  void sendTo(Outgoing message, Caller caller) {
    if (message.has(MessageFlags.MSG_OOB)) {
      throw Errno.EOPNOTSUPP.failure();
    }
    if (type() == SocketType.STREAM) {
      sendBytes(message, caller);
    } else {
      sendMessage(message, caller);
    }
  }

  private void sendBytes(Outgoing message, Caller caller) {
    if (message.target().isPresent()) {
      throw (peer == null ? Errno.EOPNOTSUPP : Errno.EISCONN).failure();
    }
    Patience patience = Patience.of(caller, settings().sendTimeout());
    message.data().skip(patience.moved());
    if (patience.hasWaited()) {
      demandSending();
    }
    do {
      ConnectedSocket target = target(message, caller);
      if (message.data().remaining() > 0) {
        sendPart(message, target, patience, caller);
      }
    } while (message.data().remaining() > 0);
  }

  /// Whom the end finds waiting for room is told what happened, and not sent a signal.
  private void demandSending() {
    throwError();
    if (isShut(SENDING)) {
      throw Errno.EPIPE.failure();
    }
  }

  /// The other end, if something can be sent there.
  private ConnectedSocket target(Outgoing message, Caller caller) {
    ConnectedSocket target = peer;
    if (isShut(SENDING) || (target != null && target.isShut(RECEIVING))) {
      boolean tells = type() == SocketType.STREAM && !message.has(MessageFlags.MSG_NOSIGNAL);
      if (tells && message.data().moved() == 0) {
        caller.raise(Signal.SIGPIPE);
      }
      throw Errno.EPIPE.failure();
    }
    if (target == null) {
      throw Errno.ENOTCONN.failure();
    }
    return target;
  }

  private void sendPart(
      Outgoing message, ConnectedSocket target, Patience patience, Caller caller) {
    throwError();
    if (!sent().hasRoom()) {
      patience.moved(message.data().moved());
      throw patience.wait(caller, message.waits(isNonblocking()), sent().room());
    }
    int length = (int) Math.min(message.data().remaining(), sent().longestPart());
    target.arrived().add(sockets().packet(this, message, length, caller));
  }

  private void sendMessage(Outgoing message, Caller caller) {
    throwError();
    if (peer == null) {
      throw Errno.ENOTCONN.failure();
    }
    long length = message.data().remaining();
    sent().demandFitting(length);
    ConnectedSocket target = target(message, caller);
    if (!sent().hasRoom()) {
      throw Patience.of(caller, settings().sendTimeout())
          .wait(caller, message.waits(isNonblocking()), sent().room());
    }
    target.arrived().add(sockets().packet(this, message, (int) length, caller));
  }

  // Receiving

  @Override
  void receiveFrom(Incoming message, Caller caller) {
    boolean isStream = type() == SocketType.STREAM;
    if (peer == null) {
      throw (isStream ? Errno.EINVAL : Errno.ENOTCONN).failure();
    }
    if (message.has(MessageFlags.MSG_OOB)) {
      throw Errno.EOPNOTSUPP.failure();
    }
    if (isStream) {
      receiveBytes(message, caller);
    } else {
      MessageReception.receive(this, message, caller);
    }
  }

  /// Takes bytes from as many packets as there are, and waits for more only until there are enough.
  private void receiveBytes(Incoming message, Caller caller) {
    Patience patience = Patience.of(caller, settings().receiveTimeout());
    message.data().skip(patience.moved());
    long enough = enough(message);
    boolean peeks = message.has(MessageFlags.MSG_PEEK);
    boolean isExhausted = peeks ? peek(message) : take(message);
    boolean isDone = message.data().moved() >= enough || message.hasFiles();
    if (!isDone && isExhausted) {
      throwError();
      if (!isShut(RECEIVING)) {
        patience.moved(message.data().moved());
        throw patience.wait(caller, message.waits(isNonblocking()), arrived().arrivals());
      }
    }
  }

  /// How many bytes a call waits for (`MSG_WAITALL`, `SO_RCVLOWAT`).
  private long enough(Incoming message) {
    long whole = message.data().moved() + message.data().remaining();
    if (message.has(MessageFlags.MSG_PEEK)) {
      return Math.min(whole, 1);
    }
    boolean wantsAll = message.has(MessageFlags.MSG_WAITALL);
    return wantsAll ? whole : Math.min(whole, settings().leastBytes());
  }

  /// Takes what there is, and answers whether nothing is left.
  private boolean take(Incoming message) {
    boolean more = true;
    while (more && !arrived().isEmpty() && message.data().remaining() > 0) {
      Packet packet = arrived().first().orElseThrow();
      int count = packet.show(message.data(), 0);
      arrived().take(count);
      settings().taken(count);
      message.accept(packet);
      boolean isEmpty = packet.remaining() == 0;
      if (isEmpty) {
        arrived().remove();
      }
      more = isEmpty && !message.hasFiles();
    }
    return arrived().isEmpty();
  }

  /// Shows what there is, and answers whether that is nothing.
  private boolean peek(Incoming message) {
    int passed = settings().passedOver();
    boolean isReached = false;
    boolean more = true;
    for (Iterator<Packet> each = arrived().all(); more && each.hasNext(); ) {
      Packet packet = each.next();
      if (passed >= packet.remaining()) {
        passed -= packet.remaining();
      } else {
        more = peek(packet, passed, message);
        passed = 0;
        isReached = true;
      }
    }
    return !isReached;
  }

  /// Shows what is behind `passed` bytes of `packet`, and answers whether more may follow.
  private boolean peek(Packet packet, int passed, Incoming message) {
    int count = packet.show(message.data(), passed);
    settings().peeked(count);
    message.accept(packet);
    boolean isWhole = passed + count == packet.remaining();
    return isWhole && message.data().remaining() > 0 && !message.hasFiles();
  }

  // The end

  @Override
  void end(int directions) {
    ConnectedSocket other = peer;
    shut(directions);
    if (other != null) {
      int mirrored =
          ((directions & RECEIVING) != 0 ? SENDING : 0)
              | ((directions & SENDING) != 0 ? RECEIVING : 0);
      other.shut(mirrored);
    }
  }

  /// The other end is told; what it had sent and nobody has read is a reset.
  @Override
  protected void closed() {
    boolean losesBytes = !arrived().isEmpty();
    ConnectedSocket other = peer;
    super.closed();
    unaccepted().forEach(ConnectedSocket::refuse);
    pending.clear();
    if (other != null && !other.isClosed()) {
      other.shut(RECEIVING | SENDING);
      if (losesBytes) {
        other.fail(Errno.ECONNRESET);
      }
    }
  }

  /// Gives up a connection that nobody has accepted.
  private void refuse() {
    ConnectedSocket other = peer;
    release();
    if (other != null && !other.isClosed()) {
      other.fail(Errno.ECONNRESET);
    }
  }

  @Override
  void wakeAll() {
    super.wakeAll();
    backlogRoom.wakeAll();
  }

  // Polling

  @Override
  public int poll() {
    boolean isIdle = peer == null && !isListening;
    return super.poll() | (isIdle ? PollEvents.POLLHUP : 0);
  }

  @Override
  boolean isReadable() {
    return super.isReadable() || !pending.isEmpty();
  }

  @Override
  boolean isWritable() {
    return !isListening && super.isWritable();
  }

  @Override
  long readableBytes() {
    if (isListening) {
      throw Errno.EINVAL.failure();
    }
    return super.readableBytes();
  }
}
