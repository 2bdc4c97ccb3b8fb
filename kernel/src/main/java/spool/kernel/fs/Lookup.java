package spool.kernel.fs;

import java.util.Optional;
import spool.kernel.abi.Errno;

/// Where a walk ended: the directory, the last component, and what is there, if anything.
///
/// @param parent the directory of the last component; absent for files without a place
/// @param name the last component; `.`, `..` or empty (for the root) if it cannot name a new file
/// @param inode what is there
/// @param slash whether a slash came after the last component, so that it must be a directory
public record Lookup(
    Optional<Directory> parent, String name, Optional<Inode> inode, boolean slash) {
  static Lookup special(String name, Directory directory) {
    return new Lookup(Optional.of(directory.parent()), name, Optional.of(directory), false);
  }

  static Lookup of(Location location, boolean slash) {
    return new Lookup(location.parent(), location.name(), Optional.of(location.inode()), slash);
  }

  /// Whether the last component is `.`, `..` or the root.
  boolean isSpecial() {
    return name.isEmpty() || name.equals(".") || name.equals("..");
  }

  /// What is there. Fails with `ENOENT`, or with `ENOTDIR` for a file with a slash behind it.
  Location existing() {
    Inode there = inode.orElseThrow(Errno.ENOENT::failure);
    if (slash && !(there instanceof Directory)) {
      throw Errno.ENOTDIR.failure();
    }
    return new Location(parent, name, there);
  }

  /// The directory that is there. Fails with `ENOENT` or `ENOTDIR`.
  Directory directory() {
    if (existing().inode() instanceof Directory directory) {
      return directory;
    }
    throw Errno.ENOTDIR.failure();
  }

  /// The directory in which the last component is or could be.
  Directory container() {
    return parent.orElseThrow(Errno.ENOENT::failure);
  }

  /// The directory in which a file may be made by the name of the last component. Fails with
  /// `EEXIST` if there is one already.
  Directory vacancy() {
    if (inode.isPresent() || isSpecial()) {
      throw Errno.EEXIST.failure();
    }
    return container();
  }
}
