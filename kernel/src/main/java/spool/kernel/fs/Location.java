package spool.kernel.fs;

import java.util.Optional;

/// A file where a walk found it: the directory, the name there, and the file. Anonymous files, such
/// as pipes, have no directory.
public record Location(Optional<Directory> parent, String name, Inode inode) {
  /// `name` in `parent`.
  public static Location of(Directory parent, String name, Inode inode) {
    return new Location(Optional.of(parent), name, inode);
  }

  /// A file without a place, shown as `name`.
  public static Location anonymous(String name, Inode inode) {
    return new Location(Optional.empty(), name, inode);
  }

  /// The path from `root`, with ` (deleted)` if the file is no longer there.
  public String path(Directory root) {
    if (inode instanceof Directory directory) {
      return directory.path(root);
    }
    return parent.map(directory -> pathIn(directory, root)).orElse(name);
  }

  private String pathIn(Directory directory, Directory root) {
    String base = directory.path(root);
    String path = base.equals("/") ? base + name : base + "/" + name;
    boolean there = directory.lookup(name).filter(inode::equals).isPresent();
    return there ? path : path + " (deleted)";
  }
}
