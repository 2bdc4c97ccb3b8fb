package spool.kernel.ipc.socket;

import java.util.Optional;
import spool.kernel.abi.Errno;
import spool.kernel.abi.FileMode;
import spool.kernel.fs.Caller;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.FileSystem;
import spool.kernel.fs.Inode;
import spool.kernel.fs.Location;

/// A socket as a file: what `fstat` sees, or, with a path, what others connect to.
final class SocketInode extends Inode {
  private Optional<Socket> bound = Optional.empty();

  SocketInode(FileSystem fileSystem, int permissions) {
    super(fileSystem, FileMode.S_IFSOCK | permissions);
  }

  /// The socket that this path is the name of, as long as there is one.
  Optional<Socket> bound() {
    return bound;
  }

  void bound(Optional<Socket> socket) {
    bound = socket;
  }

  /// Fails with `ENXIO`: sockets are connected to, not opened.
  @Override
  public FileDescription open(Location location, int flags, Caller caller) {
    throw Errno.ENXIO.failure();
  }
}
