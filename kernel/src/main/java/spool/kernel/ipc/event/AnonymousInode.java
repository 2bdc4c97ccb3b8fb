package spool.kernel.ipc.event;

import java.util.function.LongSupplier;
import spool.kernel.abi.Errno;
import spool.kernel.fs.Caller;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.FileSystem;
import spool.kernel.fs.Inode;
import spool.kernel.fs.Location;

/// The file behind a descriptor that is no file at all (`anon_inode`): it has permissions, but no
/// kind and no name.
public final class AnonymousInode extends Inode {
  private static final int MAGIC = 0x0904_1934;
  private static final int OWNER_ONLY = 0600;

  private AnonymousInode(FileSystem fileSystem) {
    super(fileSystem, OWNER_ONLY);
  }

  /// The file system, device number `device`, of such files.
  public static FileSystem fileSystem(int device, LongSupplier clock) {
    return new FileSystem("anon_inodefs", MAGIC, device, clock, () -> FileSystem.Room.NONE);
  }

  /// Where a new one on `fileSystem` is, which /proc shows as of kind `kind`.
  static Location locate(FileSystem fileSystem, String kind) {
    return Location.anonymous("anon_inode:[" + kind + "]", new AnonymousInode(fileSystem));
  }

  /// Fails with `ENXIO`: there is nothing to open again.
  @Override
  public FileDescription open(Location location, int flags, Caller caller) {
    throw Errno.ENXIO.failure();
  }
}
