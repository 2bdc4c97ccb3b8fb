package spool.kernel.syscall;

import spool.kernel.abi.Errno;
import spool.kernel.abi.OpenFlags;
import spool.kernel.abi.ResourceLimit;
import spool.kernel.abi.SocketAddress;
import spool.kernel.fs.FileDescription;
import spool.kernel.ipc.socket.Socket;
import spool.kernel.process.Task;

/// Sockets and their addresses as arguments of system calls.
final class OpenSockets {
  private static final int LONGEST_ADDRESS = 128;

  private OpenSockets() {}

  /// The socket that `fd` is. Fails with `EBADF`, and with `ENOTSOCK` for another file.
  static Socket find(Task task, int fd) {
    FileDescription found = task.descriptors().description(fd);
    if (found instanceof Socket socket) {
      return socket;
    }
    throw Errno.ENOTSOCK.failure();
  }

  static int limit(Task task) {
    return (int) task.limit(ResourceLimit.RLIMIT_NOFILE);
  }

  static int install(Task task, Socket socket, int flags) {
    boolean closes = (flags & OpenFlags.O_CLOEXEC) != 0;
    return task.descriptors().install(socket, closes, 0, limit(task));
  }

  /// The bytes of an address. Fails with `EINVAL` for a length that no address has.
  static byte[] load(Task task, long address, int length) {
    if (length < 0 || length > LONGEST_ADDRESS) {
      throw Errno.EINVAL.failure();
    }
    return task.memory().read(address, length);
  }

  /// Stores as much of `address` as `*length` bytes hold, and its length there.
  static void store(Task task, SocketAddress name, long address, long length) {
    int room = task.memory().load32(length);
    if (room < 0) {
      throw Errno.EINVAL.failure();
    }
    task.memory().store32(length, write(task, name, address, room));
  }

  /// Stores as much of `address` as `room` bytes hold, and answers its length.
  static int write(Task task, SocketAddress name, long address, int room) {
    byte[] bytes = name.toBytes();
    task.memory().write(address, bytes, 0, Math.min(room, bytes.length));
    return bytes.length;
  }
}
