package spool.kernel.ipc.socket;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import spool.kernel.abi.Errno;
import spool.kernel.abi.IoctlRequest;
import spool.kernel.abi.OpenFlags;
import spool.kernel.abi.PollEvents;
import spool.kernel.abi.SocketAddress;
import spool.kernel.fs.Caller;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.IoBuffer;
import spool.kernel.fs.Location;
import spool.kernel.sync.WaitQueue;

/// An open Unix domain socket (unix(7)): what every type has in common.
///
/// What is sent goes straight into the receive queue of the other socket, and is counted in the
/// send buffer of the one that sent it until it is received. So the queue of a socket holds at most
/// what its senders may have under way, and a socket that is closed leaves to others what it sent.
/// The invariant: a packet is in exactly one queue and counted in exactly one buffer.
public abstract class Socket extends FileDescription {
  /// Nothing is received any more (`SHUT_RD`), as a bit.
  static final int RECEIVING = 1;

  /// Nothing is sent any more (`SHUT_WR`), as a bit.
  static final int SENDING = 2;

  private final Sockets sockets;
  private final SocketType type;
  private final ReceiveQueue arrived = new ReceiveQueue();
  private final SendBuffer sent;
  private final SocketSettings settings = new SocketSettings();
  private SocketAddress name = SocketAddress.UNNAMED;
  private Optional<SocketInode> file = Optional.empty();
  private Optional<Errno> error = Optional.empty();
  private int shut;
  private boolean isClosed;

  Socket(Sockets sockets, SocketType type, int flags) {
    super(locate(sockets), (flags & OpenFlags.O_NONBLOCK) | OpenFlags.O_RDWR);
    this.sockets = sockets;
    this.type = type;
    sent = new SendBuffer(sockets.bytes());
    sockets.add(this);
  }

  private static Location locate(Sockets sockets) {
    SocketInode inode = new SocketInode(sockets.fileSystem(), 0777);
    return Location.anonymous("socket:[" + inode.number() + "]", inode);
  }

  Sockets sockets() {
    return sockets;
  }

  /// What it carries.
  public final SocketType type() {
    return type;
  }

  /// What `setsockopt` changes.
  public final SocketSettings settings() {
    return settings;
  }

  ReceiveQueue arrived() {
    return arrived;
  }

  SendBuffer sent() {
    return sent;
  }

  /// How much it may send ahead (`SO_SNDBUF`).
  public final int sendBufferBytes() {
    return sent.most();
  }

  /// Changes how much it may send ahead to twice `wanted`, within bounds, which are wider with
  /// `force`.
  public final void sendBufferBytes(int wanted, boolean force) {
    sent.most(wanted, force ? SendBuffer.FORCED : SendBuffer.STANDARD);
  }

  // Names

  /// Its own name.
  public final SocketAddress name() {
    return name;
  }

  /// Has the name of the socket that accepted it, which is not its own to free.
  void inherit(SocketAddress shared) {
    name = shared;
  }

  /// Gives it the name `address`. Fails with `EINVAL` if it has one, and with `EADDRINUSE` if it is
  /// another's.
  public final void bind(Caller caller, SocketAddress address) {
    if (name.isNamed()) {
      throw Errno.EINVAL.failure();
    }
    file = sockets.names().bind(caller, this, address);
    name = address;
  }

  /// Gives it an abstract name that nobody has, unless it has one.
  public final void bindAnywhere(Caller caller) {
    if (!name.isNamed()) {
      bind(caller, sockets.names().unused());
    }
  }

  /// The other end, or where datagrams go.
  abstract Optional<Socket> peer();

  /// The name of the other end. Fails with `ENOTCONN` without one.
  public final SocketAddress peerName() {
    return peer().orElseThrow(Errno.ENOTCONN::failure).name();
  }

  /// Who is at the other end.
  public PeerCredentials peerCredentials() {
    return PeerCredentials.NONE;
  }

  /// Connects to the socket named `address`.
  public abstract void connect(Caller caller, SocketAddress address);

  /// Gives up its peer (`AF_UNSPEC`).
  public void disconnect() {
    throw Errno.EINVAL.failure();
  }

  /// Waits for connections from now on, up to `backlog` unaccepted ones.
  public void listen(Caller caller, int backlog) {
    throw Errno.EOPNOTSUPP.failure();
  }

  /// Takes a connection; the new socket has `flags`.
  public Socket accept(Caller caller, int flags) {
    throw Errno.EOPNOTSUPP.failure();
  }

  /// Whether it waits for connections.
  public boolean isListening() {
    return false;
  }

  /// Whether it has a connection.
  boolean isConnected() {
    return peer().isPresent();
  }

  // Transfer

  /// Sends, and answers how many bytes.
  public final long send(Outgoing message, Caller caller) {
    return transfer(message.data(), () -> sendTo(message, caller));
  }

  abstract void sendTo(Outgoing message, Caller caller);

  /// Receives, and answers how many bytes.
  public final long receive(Incoming message, Caller caller) {
    transfer(message.data(), () -> receiveFrom(message, caller));
    return message.count();
  }

  abstract void receiveFrom(Incoming message, Caller caller);

  @Override
  protected final void fill(IoBuffer buffer, long position, Caller caller) {
    if (buffer.remaining() > 0) {
      Incoming message = new Incoming(buffer, 0);
      receiveFrom(message, caller);
      message.discardFiles();
    }
  }

  @Override
  protected final void drain(IoBuffer buffer, long position, Caller caller) {
    sendTo(Outgoing.of(buffer, caller), caller);
  }

  // Errors and the end

  /// The error that has happened meanwhile, which is told once (`SO_ERROR`).
  public final Optional<Errno> takeError() {
    Optional<Errno> told = error;
    error = Optional.empty();
    return told;
  }

  /// Has the next call that looks for an error fail.
  public final void fail(Errno with) {
    error = Optional.of(with);
    wakeAll();
  }

  /// Fails with the error that has happened meanwhile, if one has.
  public final void throwError() {
    takeError()
        .ifPresent(
            told -> {
              throw told.failure();
            });
  }

  boolean isClosed() {
    return isClosed;
  }

  boolean isShut(int direction) {
    return (shut & direction) != 0;
  }

  /// Ends directions, as bits.
  void shut(int directions) {
    shut |= directions;
    wakeAll();
  }

  /// `shutdown`: 0 ends receiving, 1 sending, 2 both. Fails with `EINVAL` for others.
  public final void shutdown(int how) {
    if (how < 0 || how > 2) {
      throw Errno.EINVAL.failure();
    }
    end(how + 1);
  }

  /// Ends `directions`, also for a connected peer.
  void end(int directions) {
    shut(directions);
  }

  @Override
  protected final void released() {
    sockets.collect(this);
  }

  /// The sockets that nobody has accepted yet.
  List<? extends Socket> unaccepted() {
    return List.of();
  }

  /// The sockets that can be received or accepted here.
  final List<Socket> contents() {
    List<Socket> contents = new ArrayList<>(unaccepted());
    for (Iterator<Packet> each = arrived.all(); each.hasNext(); ) {
      for (FileDescription file : each.next().rights().files()) {
        if (file instanceof Socket socket) {
          contents.add(socket);
        }
      }
    }
    return contents;
  }

  /// Drops all that nobody will receive.
  final void empty() {
    unaccepted().forEach(Socket::empty);
    arrived.clear();
  }

  void wakeAll() {
    arrived.arrivals().wakeAll();
    arrived.departures().wakeAll();
    sent.room().wakeAll();
  }

  @Override
  protected void closed() {
    isClosed = true;
    shut(RECEIVING | SENDING);
    file.ifPresent(path -> path.bound(Optional.empty()));
    sockets.names().free(this);
    arrived.clear();
    sockets.remove(this);
  }

  // Polling

  @Override
  public int poll() {
    return (error.isPresent() ? PollEvents.POLLERR : 0)
        | (isShut(RECEIVING) && isShut(SENDING) ? PollEvents.POLLHUP : 0)
        | (isShut(RECEIVING) ? PollEvents.READABLE | PollEvents.POLLRDHUP : 0)
        | (isReadable() ? PollEvents.READABLE : 0)
        | (isWritable() ? PollEvents.WRITABLE | PollEvents.POLLWRBAND : 0);
  }

  boolean isReadable() {
    return !arrived.isEmpty();
  }

  boolean isWritable() {
    return sent.isWritable();
  }

  @Override
  public List<WaitQueue> queues() {
    return List.of(arrived.arrivals(), sent.room());
  }

  @Override
  public List<WaitQueue> queues(int events) {
    boolean writes = (events & (PollEvents.WRITABLE | PollEvents.POLLWRBAND)) != 0;
    return writes ? queues() : List.of(arrived.arrivals());
  }

  @Override
  public final long ioctl(int request, long argument, Caller caller) {
    switch (request) {
      case IoctlRequest.FIONREAD -> caller.memory().store32(argument, (int) readableBytes());
      case IoctlRequest.TIOCOUTQ -> caller.memory().store32(argument, sent.used());
      default -> {
        return super.ioctl(request, argument, caller);
      }
    }
    return 0;
  }

  long readableBytes() {
    return arrived.bytes();
  }
}
