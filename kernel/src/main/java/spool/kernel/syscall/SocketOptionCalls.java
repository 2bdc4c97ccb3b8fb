package spool.kernel.syscall;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import spool.kernel.abi.Errno;
import spool.kernel.abi.SocketAddress;
import spool.kernel.abi.SocketOption;
import spool.kernel.abi.Timespec;
import spool.kernel.ipc.socket.PeerCredentials;
import spool.kernel.ipc.socket.Socket;
import spool.kernel.process.Task;

/// System calls about the options of sockets (socket(7), unix(7)).
public final class SocketOptionCalls {
  /// Supported: `SO_PASSCRED`, `SO_SNDBUF`, `SO_RCVBUF`, `SO_SNDTIMEO` and `SO_RCVTIMEO`. Others
  /// are ENOPROTOOPT, and levels other than `SOL_SOCKET` EOPNOTSUPP.
  @SystemCall(number = 208, name = "setsockopt")
  long setsockopt(Task task, int fd, int level, int option, long value, int length) {
    Socket socket = OpenSockets.find(task, fd);
    demandLevel(level);
    if (length < Integer.BYTES) {
      throw Errno.EINVAL.failure();
    }
    switch (option) {
      case SocketOption.SO_PASSCRED ->
          socket.settings().passesCredentials(task.memory().load32(value) != 0);
      case SocketOption.SO_SNDBUF -> socket.sendBufferBytes(task.memory().load32(value));
      case SocketOption.SO_RCVBUF ->
          socket.settings().receiveBufferBytes(task.memory().load32(value));
      case SocketOption.SO_SNDTIMEO -> socket.settings().sendTimeout(time(task, value, length));
      case SocketOption.SO_RCVTIMEO -> socket.settings().receiveTimeout(time(task, value, length));
      default -> {
        task.memory().load32(value);
        throw Errno.ENOPROTOOPT.failure();
      }
    }
    return 0;
  }

  private static void demandLevel(int level) {
    if (level != SocketOption.SOL_SOCKET) {
      throw Errno.EOPNOTSUPP.failure();
    }
  }

  private static long time(Task task, long value, int length) {
    if (length < Timespec.BYTES) {
      throw Errno.EINVAL.failure();
    }
    return Timespec.ofTimeval(task.memory().read(value, Timespec.BYTES)).toNanoseconds();
  }

  /// Supported: `SO_TYPE`, `SO_DOMAIN`, `SO_PROTOCOL`, `SO_ERROR`, `SO_ACCEPTCONN`, `SO_PEERCRED`,
  /// and what `setsockopt` knows.
  @SystemCall(number = 209, name = "getsockopt")
  long getsockopt(Task task, int fd, int level, int option, long value, long length) {
    Socket socket = OpenSockets.find(task, fd);
    demandLevel(level);
    int room = task.memory().load32(length);
    if (room < 0) {
      throw Errno.EINVAL.failure();
    }
    byte[] bytes = value(socket, option);
    int count = Math.min(room, bytes.length);
    task.memory().write(value, bytes, 0, count);
    task.memory().store32(length, count);
    return 0;
  }

  private static byte[] value(Socket socket, int option) {
    return switch (option) {
      case SocketOption.SO_TYPE -> numbers(socket.type().number());
      case SocketOption.SO_DOMAIN -> numbers(SocketAddress.AF_UNIX);
      case SocketOption.SO_PROTOCOL -> numbers(0);
      case SocketOption.SO_ERROR -> numbers(socket.takeError().map(Errno::number).orElse(0));
      case SocketOption.SO_ACCEPTCONN -> numbers(socket.isListening() ? 1 : 0);
      case SocketOption.SO_PASSCRED -> numbers(socket.settings().passesCredentials() ? 1 : 0);
      case SocketOption.SO_SNDBUF -> numbers(socket.sendBufferBytes());
      case SocketOption.SO_RCVBUF -> numbers(socket.settings().receiveBufferBytes());
      case SocketOption.SO_SNDTIMEO -> Timespec.of(socket.settings().sendTimeout()).toTimeval();
      case SocketOption.SO_RCVTIMEO -> Timespec.of(socket.settings().receiveTimeout()).toTimeval();
      case SocketOption.SO_PEERCRED -> credentials(socket.peerCredentials());
      default -> throw Errno.ENOPROTOOPT.failure();
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
