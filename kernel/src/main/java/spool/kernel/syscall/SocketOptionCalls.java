package spool.kernel.syscall;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import spool.kernel.abi.Errno;
import spool.kernel.abi.SocketAddress;
import spool.kernel.abi.SocketOption;
import spool.kernel.abi.Timespec;
import spool.kernel.ipc.socket.PeerCredentials;
import spool.kernel.ipc.socket.Socket;
import spool.kernel.ipc.socket.SocketSettings;
import spool.kernel.ipc.socket.SocketSettings.Linger;
import spool.kernel.process.Task;

/// System calls about the options of sockets (socket(7), unix(7)).
public final class SocketOptionCalls {
  private static final int HIGHEST_PRIORITY = 6;
  private static final long MICROSECONDS = 1_000_000;

  /// Supported: what bounds and times transfers (`SO_SNDBUF`, `SO_RCVBUF` and their `FORCE` forms,
  /// `SO_RCVLOWAT`, `SO_SNDTIMEO`, `SO_RCVTIMEO`), `SO_PASSCRED` and `SO_PEEK_OFF`. Kept without
  /// effect: `SO_REUSEADDR`, `SO_KEEPALIVE`, `SO_LINGER`, `SO_BROADCAST`, `SO_DONTROUTE`,
  /// `SO_OOBINLINE`, `SO_DEBUG`, `SO_PRIORITY`, `SO_MARK`, `SO_NO_CHECK`, `SO_RXQ_OVFL`,
  /// `SO_NOFCS`, `SO_PASSSEC`, `SO_SELECT_ERR_QUEUE`. Others are ENOPROTOOPT, and levels other than
  /// `SOL_SOCKET` EOPNOTSUPP.
  @SystemCall(number = 208, name = "setsockopt")
  long setsockopt(Task task, int fd, int level, int option, long value, int length) {
    Socket socket = OpenSockets.find(task, fd);
    demandLevel(level);
    if (length < Integer.BYTES) {
      throw Errno.EINVAL.failure();
    }
    int word = task.memory().load32(value);
    switch (option) {
      case SocketOption.SO_SNDTIMEO -> socket.settings().sendTimeout(time(task, value, length));
      case SocketOption.SO_RCVTIMEO -> socket.settings().receiveTimeout(time(task, value, length));
      case SocketOption.SO_LINGER -> socket.settings().linger(linger(task, socket, value, length));
      default -> set(task, socket, option, word);
    }
    return 0;
  }

  private static void set(Task task, Socket socket, int option, int value) {
    SocketSettings settings = socket.settings();
    switch (option) {
      case SocketOption.SO_PASSCRED -> settings.passesCredentials(value != 0);
      case SocketOption.SO_RCVLOWAT -> settings.leastBytes(value);
      case SocketOption.SO_PEEK_OFF -> settings.peekOffset(value);
      case SocketOption.SO_SNDBUF -> socket.sendBufferBytes(value, false);
      case SocketOption.SO_RCVBUF -> settings.receiveBufferBytes(value, false);
      case SocketOption.SO_SNDBUFFORCE -> {
        demand(task.credentials().isPrivileged(), Errno.EPERM);
        socket.sendBufferBytes(value, true);
      }
      case SocketOption.SO_RCVBUFFORCE -> {
        demand(task.credentials().isPrivileged(), Errno.EPERM);
        settings.receiveBufferBytes(value, true);
      }
      default -> keep(task, settings, option, value);
    }
  }

  private static void keep(Task task, SocketSettings settings, int option, int value) {
    boolean isPrivileged = task.credentials().isPrivileged();
    switch (option) {
      case SocketOption.SO_DEBUG -> demand(value == 0 || isPrivileged, Errno.EACCES);
      case SocketOption.SO_MARK -> demand(isPrivileged, Errno.EPERM);
      case SocketOption.SO_PRIORITY ->
          demand((value >= 0 && value <= HIGHEST_PRIORITY) || isPrivileged, Errno.EPERM);
      case SocketOption.SO_REUSEPORT -> demand(value == 0, Errno.EOPNOTSUPP);
      default -> demand(SocketOption.isFlag(option), Errno.ENOPROTOOPT);
    }
    settings.keep(option, SocketOption.isFlag(option) && value != 0 ? 1 : value);
  }

  private static void demand(boolean holds, Errno error) {
    if (!holds) {
      throw error.failure();
    }
  }

  /// Without lingering, the seconds stay as they are.
  private static Linger linger(Task task, Socket socket, long value, int length) {
    demand(length >= 2 * Integer.BYTES, Errno.EINVAL);
    boolean isOn = task.memory().load32(value) != 0;
    int seconds = task.memory().load32(value + Integer.BYTES);
    return new Linger(isOn, isOn ? seconds : socket.settings().linger().seconds());
  }

  private static void demandLevel(int level) {
    if (level != SocketOption.SOL_SOCKET) {
      throw Errno.EOPNOTSUPP.failure();
    }
  }

  /// A time before now is none at all, see socket(7), and 0 for ever.
  private static long time(Task task, long value, int length) {
    demand(length >= Timespec.BYTES, Errno.EINVAL);
    long seconds = task.memory().load64(value);
    long microseconds = task.memory().load64(value + Long.BYTES);
    demand(microseconds >= 0 && microseconds < MICROSECONDS, Errno.EDOM);
    return seconds < 0
        ? SocketSettings.AT_ONCE
        : new Timespec(seconds, microseconds * (Timespec.SECOND / MICROSECONDS)).toNanoseconds();
  }

  /// Supported: `SO_TYPE`, `SO_DOMAIN`, `SO_PROTOCOL`, `SO_ERROR`, `SO_ACCEPTCONN`, `SO_PEERCRED`,
  /// `SO_PEERNAME`, `SO_SNDLOWAT`, and what `setsockopt` knows.
  @SystemCall(number = 209, name = "getsockopt")
  long getsockopt(Task task, int fd, int level, int option, long value, long length) {
    Socket socket = OpenSockets.find(task, fd);
    demandLevel(level);
    int room = task.memory().load32(length);
    demand(room >= 0, Errno.EINVAL);
    byte[] bytes = value(socket, option, room);
    int count = Math.min(room, bytes.length);
    task.memory().write(value, bytes, 0, count);
    task.memory().store32(length, count);
    return 0;
  }

  private static byte[] value(Socket socket, int option, int room) {
    return switch (option) {
      case SocketOption.SO_SNDTIMEO -> timeval(socket.settings().sendTimeout());
      case SocketOption.SO_RCVTIMEO -> timeval(socket.settings().receiveTimeout());
      case SocketOption.SO_LINGER -> {
        Linger linger = socket.settings().linger();
        yield numbers(linger.isOn() ? 1 : 0, linger.seconds());
      }
      case SocketOption.SO_PEERCRED -> credentials(socket.peerCredentials());
      case SocketOption.SO_PEERNAME -> {
        byte[] name = socket.peerName().toBytes();
        demand(name.length >= room, Errno.EINVAL);
        yield name;
      }
      default -> numbers(number(socket, option));
    };
  }

  private static byte[] timeval(long timeout) {
    return Timespec.of(Math.max(0, timeout)).toTimeval();
  }

  private static int number(Socket socket, int option) {
    SocketSettings settings = socket.settings();
    return switch (option) {
      case SocketOption.SO_TYPE -> socket.type().number();
      case SocketOption.SO_DOMAIN -> SocketAddress.AF_UNIX;
      case SocketOption.SO_PROTOCOL -> 0;
      case SocketOption.SO_ERROR -> socket.takeError().map(Errno::number).orElse(0);
      case SocketOption.SO_ACCEPTCONN -> socket.isListening() ? 1 : 0;
      case SocketOption.SO_PASSCRED -> settings.passesCredentials() ? 1 : 0;
      case SocketOption.SO_SNDBUF -> socket.sendBufferBytes();
      case SocketOption.SO_RCVBUF -> settings.receiveBufferBytes();
      case SocketOption.SO_RCVLOWAT -> settings.leastBytes();
      case SocketOption.SO_SNDLOWAT -> 1;
      case SocketOption.SO_PEEK_OFF -> settings.peekOffset();
      case SocketOption.SO_PRIORITY, SocketOption.SO_MARK, SocketOption.SO_REUSEPORT ->
          settings.kept(option);
      default -> {
        demand(SocketOption.isFlag(option), Errno.ENOPROTOOPT);
        yield settings.kept(option);
      }
    };
  }

  private static byte[] numbers(int... values) {
    byte[] bytes = new byte[values.length * Integer.BYTES];
    ByteBuffer raw = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      raw.putInt(value);
    }
    return bytes;
  }

  private static byte[] credentials(PeerCredentials peer) {
    return numbers(peer.pid(), peer.uid(), peer.gid());
  }
}
