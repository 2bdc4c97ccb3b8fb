package spool.kernel.fs;

import java.util.Optional;
import spool.kernel.abi.Errno;
import spool.kernel.abi.FileMode;

/// A symbolic link.
public abstract class Symlink extends Inode {
  private static final int ALL = 0777;

  /// A link on `fileSystem`.
  protected Symlink(FileSystem fileSystem) {
    super(fileSystem, FileMode.S_IFLNK | ALL);
  }

  /// As [#Symlink(FileSystem)] with a number of the file system's own choice.
  protected Symlink(FileSystem fileSystem, long number) {
    super(fileSystem, number, FileMode.S_IFLNK | ALL);
  }

  /// What `readlinkat` answers `caller`, and what a walk follows unless [#jump] has something.
  public abstract String target(Caller caller);

  /// Where a walk goes on without walking [#target]: the links of /proc lead to files that have no
  /// path.
  public Optional<Location> jump() {
    return Optional.empty();
  }

  @Override
  public FileDescription open(Location location, int flags, Caller caller) {
    throw Errno.ELOOP.failure();
  }
}
