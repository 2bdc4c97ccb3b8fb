package spool.kernel.ipc.socket;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import spool.kernel.abi.Errno;
import spool.kernel.abi.ErrnoException;
import spool.kernel.abi.SocketAddress;
import spool.kernel.fs.Caller;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.FileSystem;
import spool.kernel.vm.Frames;
import spool.kernel.vm.Quota;

/// All sockets of the machine, and what they may hold together: bytes for an eighth of RAM, 64 MiB
/// at most, and as many sockets as fit in RAM with 10 KiB each, accepted or not.
public final class Sockets {
  private static final int MAGIC = 0x534f_434b;
  private static final int RAM_SHARE = 8;
  private static final int LEAST_BYTES = 1 << 20;
  private static final int MOST_BYTES = 64 << 20;
  private static final int BYTES_PER_SOCKET = 10 << 10;
  private static final int LEAST_SOCKETS = 1024;

  private static final String HEADING = "Num       RefCount Protocol Flags    Type St Inode Path\n";
  private static final int LISTENING = 0x1_0000;
  private static final int UNCONNECTED = 1;
  private static final int CONNECTED = 3;

  /// The two ends of a connection.
  public record Ends(Socket first, Socket second) {}

  private final FileSystem fileSystem;
  private final SocketNames names = new SocketNames();
  private final Set<Socket> all = new LinkedHashSet<>();
  private final FilesInFlight inFlight = new FilesInFlight();
  private final Quota bytes;
  private final Quota count;

  /// No sockets, on file system number `device` of a machine with so many frames of RAM.
  public Sockets(int device, int frames, LongSupplier clock) {
    fileSystem = new FileSystem("sockfs", MAGIC, device, clock, () -> FileSystem.Room.NONE);
    long ram = (long) frames * Frames.BYTES;
    bytes = new Quota(Math.clamp(ram / RAM_SHARE, LEAST_BYTES, MOST_BYTES), Errno.ENOBUFS);
    count =
        new Quota(
            Math.clamp(ram / BYTES_PER_SOCKET, LEAST_SOCKETS, Integer.MAX_VALUE), Errno.ENFILE);
  }

  FileSystem fileSystem() {
    return fileSystem;
  }

  SocketNames names() {
    return names;
  }

  Quota bytes() {
    return bytes;
  }

  /// Closes what nobody can reach, now that a reference to `released` has gone.
  void collect(Socket released) {
    inFlight.collect(released, all);
  }

  void add(Socket socket) {
    all.add(socket);
    count.count(1);
  }

  void remove(Socket socket) {
    all.remove(socket);
    count.count(-1);
  }

  /// A new socket; of `flags` only `O_NONBLOCK` matters. Fails with `ENFILE` if there are too many.
  public Socket open(SocketType type, int flags) {
    count.demand(1);
    return type.isConnected()
        ? new ConnectedSocket(this, type, flags)
        : new DatagramSocket(this, flags);
  }

  /// Two new sockets that are connected.
  public Ends pair(Caller caller, SocketType type, int flags) {
    count.demand(2);
    if (type.isConnected()) {
      ConnectedSocket first = new ConnectedSocket(this, type, flags);
      ConnectedSocket second = new ConnectedSocket(this, type, flags);
      first.join(second, PeerCredentials.of(caller));
      return new Ends(first, second);
    }
    DatagramSocket first = new DatagramSocket(this, flags);
    DatagramSocket second = new DatagramSocket(this, flags);
    first.join(second);
    return new Ends(first, second);
  }

  /// A new socket of the other side, for a connection that is to be accepted.
  ConnectedSocket end(SocketType type) {
    count.demand(1);
    return new ConnectedSocket(this, type, 0);
  }

  /// The socket named `address`. Fails with `EPROTOTYPE` if it is of another type.
  Socket find(Caller caller, SocketAddress address, SocketType type) {
    Socket found = names.find(caller, address);
    if (found.type() != type) {
      throw Errno.EPROTOTYPE.failure();
    }
    return found;
  }

  /// The next `length` bytes of `message` on their way from `sender`. Of a stream, what comes
  /// before a bad address is sent; a message fails with `EFAULT`.
  Packet packet(Socket sender, Outgoing message, int length, Caller caller) {
    boolean isFirst = message.data().moved() == 0;
    List<FileDescription> files = isFirst ? message.files() : List.of();
    if (!files.isEmpty()) {
      inFlight.demandRoom(caller);
    }
    byte[] data = new byte[length];
    int loaded = length == 0 ? 0 : message.data().take(data, 0, length);
    try {
      if (loaded < length && sender.type() != SocketType.STREAM) {
        throw Errno.EFAULT.failure();
      }
      sender.sent().take(Packet.weight(loaded, files.size()));
    } catch (ErrnoException failure) {
      message.data().skip(-loaded);
      throw failure;
    }
    byte[] sent = loaded == length ? data : Arrays.copyOf(data, loaded);
    Rights rights = new Rights(inFlight, caller.credentials().uid(), files);
    return new Packet(sender.sent(), sent, sender.name(), message.credentials(), rights);
  }

  /// What /proc/net/unix shows, oldest first.
  public String text() {
    return all.stream().map(Sockets::line).collect(Collectors.joining("", HEADING, ""));
  }

  private static String line(Socket socket) {
    int state = socket.isConnected() ? CONNECTED : UNCONNECTED;
    int flags = socket.isListening() ? LISTENING : 0;
    String text =
        String.format(
            Locale.ROOT,
            "%016x: %08X %08X %08X %04X %02X %5d",
            0,
            2,
            0,
            flags,
            socket.type().number(),
            state,
            socket.inode().number());
    return text + (socket.name().isNamed() ? " " + socket.name().shown() : "") + "\n";
  }
}
