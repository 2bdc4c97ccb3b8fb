package spool.kernel.syscall;

import spool.emulator.memory.Access;
import spool.kernel.abi.Errno;
import spool.kernel.abi.OpenFlags;
import spool.kernel.abi.SocketAddress;
import spool.kernel.ipc.socket.Socket;
import spool.kernel.ipc.socket.SocketType;
import spool.kernel.ipc.socket.Sockets;
import spool.kernel.process.Task;

/// System calls that make, name and connect Unix domain sockets (unix(7)).
public final class SocketCalls {
  private static final int TYPE_BITS = 0xf;
  private static final int SOCK_FLAGS = OpenFlags.O_NONBLOCK | OpenFlags.O_CLOEXEC;

  private final Sockets sockets;

  /// Calls about `sockets`.
  public SocketCalls(Sockets sockets) {
    this.sockets = sockets;
  }

  /// Supported: `AF_UNIX`. Every other family is EAFNOSUPPORT.
  @SystemCall(number = 198, name = "socket")
  long socket(Task task, int family, int type, int protocol) {
    SocketType wanted = type(family, type, protocol);
    task.descriptors().demandRoom(OpenSockets.limit(task));
    return OpenSockets.install(task, sockets.open(wanted, type), type);
  }

  private static SocketType type(int family, int type, int protocol) {
    Flags.demandOnly(type, TYPE_BITS | SOCK_FLAGS);
    if (family != SocketAddress.AF_UNIX) {
      throw Errno.EAFNOSUPPORT.failure();
    }
    if (protocol != 0 && protocol != SocketAddress.AF_UNIX) {
      throw Errno.EPROTONOSUPPORT.failure();
    }
    return SocketType.of(type & TYPE_BITS);
  }

  /// Supported.
  @SystemCall(number = 199, name = "socketpair")
  long socketpair(Task task, int family, int type, int protocol, long ends) {
    SocketType wanted = type(family, type, protocol);
    task.memory().require(ends, 2 * Integer.BYTES, Access.STORE);
    task.descriptors().demandRoom(OpenSockets.limit(task));
    Sockets.Ends made = sockets.pair(task, wanted, type);
    int first = OpenSockets.install(task, made.first(), type);
    task.memory().store32(ends, first);
    task.memory().store32(ends + Integer.BYTES, installSecond(task, made.second(), first, type));
    return 0;
  }

  private static int installSecond(Task task, Socket second, int first, int flags) {
    boolean isInstalled = false;
    try {
      int fd = OpenSockets.install(task, second, flags);
      isInstalled = true;
      return fd;
    } finally {
      if (!isInstalled) {
        task.descriptors().close(first);
      }
    }
  }

  /// Supported: paths, abstract names, and names of the kernel's choice.
  @SystemCall(number = 200, name = "bind")
  long bind(Task task, int fd, long name, int length) {
    Socket socket = OpenSockets.find(task, fd);
    byte[] address = OpenSockets.load(task, name, length);
    boolean isEmpty = address.length == Short.BYTES;
    if (isEmpty && SocketAddress.family(address) == SocketAddress.AF_UNIX) {
      socket.bindAnywhere(task);
    } else {
      socket.bind(task, SocketAddress.of(address));
    }
    return 0;
  }

  /// Supported.
  @SystemCall(number = 201, name = "listen")
  long listen(Task task, int fd, int backlog) {
    OpenSockets.find(task, fd).listen(task, backlog);
    return 0;
  }

  /// Supported.
  @SystemCall(number = 202, name = "accept")
  long accept(Task task, int fd, long name, long length) {
    return accept4(task, fd, name, length, 0);
  }

  /// Supported.
  @SystemCall(number = 242, name = "accept4")
  long accept4(Task task, int fd, long name, long length, int flags) {
    Flags.demandOnly(flags, SOCK_FLAGS);
    Socket listener = OpenSockets.find(task, fd);
    task.descriptors().demandRoom(OpenSockets.limit(task));
    Socket accepted = listener.accept(task, flags);
    int made = OpenSockets.install(task, accepted, flags);
    if (name != 0) {
      storePeer(task, accepted, made, name, length);
    }
    return made;
  }

  private static void storePeer(Task task, Socket socket, int fd, long name, long length) {
    boolean isStored = false;
    try {
      OpenSockets.store(task, socket.peerName(), name, length);
      isStored = true;
    } finally {
      if (!isStored) {
        task.descriptors().close(fd);
      }
    }
  }

  /// Supported.
  @SystemCall(number = 203, name = "connect")
  long connect(Task task, int fd, long name, int length) {
    Socket socket = OpenSockets.find(task, fd);
    byte[] address = OpenSockets.load(task, name, length);
    if (SocketAddress.family(address) == SocketAddress.AF_UNSPEC) {
      socket.disconnect();
    } else {
      socket.connect(task, SocketAddress.of(address));
    }
    return 0;
  }

  /// Supported.
  @SystemCall(number = 204, name = "getsockname")
  long getsockname(Task task, int fd, long name, long length) {
    OpenSockets.store(task, OpenSockets.find(task, fd).name(), name, length);
    return 0;
  }

  /// Supported.
  @SystemCall(number = 205, name = "getpeername")
  long getpeername(Task task, int fd, long name, long length) {
    OpenSockets.store(task, OpenSockets.find(task, fd).peerName(), name, length);
    return 0;
  }

  /// Supported.
  @SystemCall(number = 210, name = "shutdown")
  long shutdown(Task task, int fd, int how) {
    OpenSockets.find(task, fd).shutdown(how);
    return 0;
  }
}
