package spool.kernel.ipc.socket;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import spool.kernel.abi.Errno;
import spool.kernel.abi.MessageFlags;
import spool.kernel.abi.SocketAddress;
import spool.kernel.fs.Caller;
import spool.kernel.sync.WaitQueue;

/// A socket without connections (`SOCK_DGRAM`); its peer is only where messages go that are sent
/// without an address, and the only one that may send to it.
final class DatagramSocket extends Socket {
  private @Nullable DatagramSocket peer;
  private final WaitQueue.Watcher relay = new Relay();

  /// Passes on that the peer has room again.
  private final class Relay implements WaitQueue.Watcher {
    @Override
    public boolean told() {
      sent().room().wakeAll();
      return true;
    }

    @Override
    public boolean isExclusive() {
      return false;
    }
  }

  DatagramSocket(Sockets sockets, int flags) {
    super(sockets, SocketType.DATAGRAM, flags);
  }

  /// Makes this and `other` each other's peer.
  void join(DatagramSocket other) {
    leave(other);
    other.leave(this);
  }

  @Override
  Optional<Socket> peer() {
    return Optional.ofNullable(peer);
  }

  @Override
  public void connect(Caller caller, SocketAddress address) {
    if (settings().passesCredentials()) {
      bindAnywhere(caller);
    }
    DatagramSocket other = find(caller, address);
    demandOpenTo(other);
    leave(other);
  }

  @Override
  public void disconnect() {
    leave(null);
  }

  /// Has the peer `next` instead of the present one, whose messages are dropped.
  private void leave(@Nullable DatagramSocket next) {
    DatagramSocket old = peer;
    peer = next;
    if (old != null) {
      old.arrived().departures().unwatch(relay);
    }
    if (next != null) {
      next.arrived().departures().watch(relay);
    }
    if (old != null && old != next && !arrived().isEmpty()) {
      arrived().clear();
      if (!old.isClosed() && old.peer == this) {
        old.fail(Errno.ECONNRESET);
      }
    }
  }

  private DatagramSocket find(Caller caller, SocketAddress address) {
    if (sockets().find(caller, address, type()) instanceof DatagramSocket found) {
      return found;
    }
    throw Errno.EPROTOTYPE.failure();
  }

  private void demandOpenTo(DatagramSocket other) {
    if (other.peer != null && other.peer != this) {
      throw Errno.EPERM.failure();
    }
  }

  @Override
  void sendTo(Outgoing message, Caller caller) {
    if (message.has(MessageFlags.MSG_OOB)) {
      throw Errno.EOPNOTSUPP.failure();
    }
    demandTarget(message);
    if (settings().passesCredentials()) {
      bindAnywhere(caller);
    }
    long length = message.data().remaining();
    sent().demandFitting(length);
    demandRoom(message, caller);
    DatagramSocket target = target(message, caller);
    target.arrived().add(sockets().packet(this, message, (int) length, caller));
  }

  private void demandTarget(Outgoing message) {
    if (message.target().isEmpty() && peer == null) {
      throw Errno.ENOTCONN.failure();
    }
  }

  private void demandRoom(Outgoing message, Caller caller) {
    throwError();
    if (isShut(SENDING)) {
      throw Errno.EPIPE.failure();
    }
    if (!sent().hasRoom()) {
      throw unready(message, caller, sent().room());
    }
  }

  private RuntimeException unready(Outgoing message, Caller caller, WaitQueue queue) {
    return Patience.of(caller, settings().sendTimeout())
        .wait(caller, message.waits(isNonblocking()), queue);
  }

  private DatagramSocket target(Outgoing message, Caller caller) {
    DatagramSocket target =
        message.target().map(address -> find(caller, address)).orElseGet(this::living);
    demandOpenTo(target);
    if (target.isShut(RECEIVING)) {
      throw Errno.EPIPE.failure();
    }
    if (isKeptWaitingBy(target)) {
      throw unready(message, caller, target.arrived().departures());
    }
    return target;
  }

  /// The peer, which is given up when it is gone.
  private DatagramSocket living() {
    DatagramSocket target = peer;
    if (target == null || target.isClosed()) {
      leave(null);
      throw Errno.ECONNREFUSED.failure();
    }
    return target;
  }

  /// A full queue keeps others waiting, but not the receiver's own peer, whom its buffer bounds.
  private boolean isKeptWaitingBy(DatagramSocket target) {
    return target != this && target.peer != this && target.arrived().isFull();
  }

  @Override
  void receiveFrom(Incoming message, Caller caller) {
    if (message.has(MessageFlags.MSG_OOB)) {
      throw Errno.EOPNOTSUPP.failure();
    }
    MessageReception.receive(this, message, caller);
  }

  @Override
  boolean isWritable() {
    DatagramSocket target = peer;
    return super.isWritable() && (target == null || !isKeptWaitingBy(target));
  }

  @Override
  protected void closed() {
    super.closed();
    leave(null);
  }

  @Override
  long readableBytes() {
    return arrived().first().map(Packet::remaining).orElse(0);
  }
}
