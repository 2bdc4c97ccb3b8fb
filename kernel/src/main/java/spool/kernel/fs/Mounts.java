package spool.kernel.fs;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Which file systems there are in the tree, and where.
public final class Mounts {
  private record Mount(String path, String type) {
    private String line() {
      return "%s %s %s rw,relatime 0 0\n".formatted(type, path, type);
    }
  }

  private final List<Mount> mounts = new ArrayList<>();

  /// Notes that `root` is the root of the tree.
  public void mountRoot(Directory root) {
    note("/", root);
  }

  /// Mounts the file system of `root` at `path`, which is made if it does not exist, as `tree` sees
  /// it.
  public void mount(FileTree tree, String path, Directory root) {
    tree.ensureDirectory(path, root.mode()).mount(root);
    note(path, root);
  }

  private void note(String path, Directory root) {
    mounts.add(new Mount(path, root.fileSystem().type()));
  }

  /// The text of /proc/mounts.
  public String text() {
    return mounts.stream().map(Mount::line).collect(Collectors.joining());
  }
}
