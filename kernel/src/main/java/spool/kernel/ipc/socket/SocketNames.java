package spool.kernel.ipc.socket;

import java.util.Optional;
import java.util.TreeMap;
import spool.kernel.abi.AtFlags;
import spool.kernel.abi.Errno;
import spool.kernel.abi.ErrnoException;
import spool.kernel.abi.FileMode;
import spool.kernel.abi.SocketAddress;
import spool.kernel.fs.Caller;
import spool.kernel.fs.FileTree;
import spool.kernel.fs.Inode;

/// Which sockets have which names (unix(7)): paths in the file tree, which stay when the socket
/// goes, and abstract names, which go with it.
final class SocketNames {
  private static final int ALL = 0777;
  private static final int CHOICES = 1 << 20;

  private final TreeMap<String, Socket> abstractNames = new TreeMap<>();
  private int next;

  /// Gives `socket` the name `address`. Fails with `EADDRINUSE` if it is taken. Answers the file
  /// that was made for a path.
  Optional<SocketInode> bind(Caller caller, Socket socket, SocketAddress address) {
    if (address.isAbstract()) {
      if (abstractNames.putIfAbsent(address.name(), socket) != null) {
        throw Errno.EADDRINUSE.failure();
      }
      return Optional.empty();
    }
    SocketInode file = makeFile(caller, address.path());
    file.bound(Optional.of(socket));
    return Optional.of(file);
  }

  private static SocketInode makeFile(Caller caller, String path) {
    try {
      return new FileTree(caller).makeSpecial(AtFlags.AT_FDCWD, path, ALL, SocketInode::new);
    } catch (ErrnoException failure) {
      throw failure.errno() == Errno.EEXIST ? Errno.EADDRINUSE.failure() : failure;
    }
  }

  /// An abstract name of five digits that is free. Fails with `ENOSPC` if none is.
  SocketAddress unused() {
    for (int tries = 0; tries < CHOICES; tries++) {
      SocketAddress address = SocketAddress.ofAbstract("%05x".formatted(next));
      next = (next + 1) % CHOICES;
      if (!abstractNames.containsKey(address.name())) {
        return address;
      }
    }
    throw Errno.ENOSPC.failure();
  }

  /// Frees the abstract name of `socket`, if it has one of its own.
  void free(Socket socket) {
    abstractNames.remove(socket.name().name(), socket);
  }

  /// The socket with the name `address`, to which the caller may write. Fails with `ECONNREFUSED`
  /// if there is none, and as path_resolution(7) says.
  Socket find(Caller caller, SocketAddress address) {
    Optional<Socket> found =
        address.isAbstract()
            ? Optional.ofNullable(abstractNames.get(address.name()))
            : inTree(caller, address.path());
    return found.orElseThrow(Errno.ECONNREFUSED::failure);
  }

  private static Optional<Socket> inTree(Caller caller, String path) {
    Inode inode = new FileTree(caller).find(AtFlags.AT_FDCWD, path, true).inode();
    caller.credentials().demand(FileMode.MAY_WRITE, inode);
    return inode instanceof SocketInode file ? file.bound() : Optional.empty();
  }
}
