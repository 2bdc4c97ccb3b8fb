package spool.kernel.fs;

import java.util.Optional;
import spool.kernel.abi.AtFlags;
import spool.kernel.abi.Errno;

/// One `renameat2`.
///
/// What stands at the target is replaced in one step: a directory only by a directory and only when
/// it is empty, a file only by a file; two names of one file stay as they are. A directory never
/// comes below itself, so the tree remains a tree. A file always has a name while it moves, so that
/// its contents live on.
public final class Rename {
  private final FileTree tree;
  private final boolean replaces;
  private final boolean exchanges;
  private final Lookup from;
  private final Lookup to;

  /// From the path `from` to the path `to`, with flags `RENAME_*`.
  public Rename(
      FileTree tree, int fromDirectory, String from, int toDirectory, String to, int flags) {
    if (flags < 0 || flags > AtFlags.RENAME_EXCHANGE) {
      throw Errno.EINVAL.failure();
    }
    this.tree = tree;
    this.replaces = flags != AtFlags.RENAME_NOREPLACE;
    this.exchanges = flags == AtFlags.RENAME_EXCHANGE;
    this.from = tree.lookup(fromDirectory, from, false);
    this.to = tree.lookup(toDirectory, to, false);
  }

  /// Does it, or fails and changes nothing.
  public void run() {
    demandPlaces();
    Inode moved = from.inode().orElseThrow(Errno.ENOENT::failure);
    demandTarget();
    demandKind(moved);
    demandTree(moved);
    tree.demandRemoval(from.container(), moved);
    tree.demandRemoval(to.container(), to.inode().orElse(moved));
    if (to.inode().isEmpty()) {
      move(moved);
    } else if (!to.inode().get().equals(moved)) {
      move(moved, to.inode().get());
    }
  }

  private void demandPlaces() {
    if (from.container().fileSystem() != to.container().fileSystem()) {
      throw Errno.EXDEV.failure();
    }
    if (from.isSpecial() || to.isSpecial()) {
      throw Errno.EBUSY.failure();
    }
  }

  private void demandTarget() {
    if (to.inode().isPresent() && !replaces) {
      throw Errno.EEXIST.failure();
    }
    if (to.inode().isEmpty() && exchanges) {
      throw Errno.ENOENT.failure();
    }
  }

  /// A slash behind a name demands a directory.
  private void demandKind(Inode moved) {
    boolean slash = from.slash() || (to.slash() && !exchanges);
    if (slash && !(moved instanceof Directory)) {
      throw Errno.ENOTDIR.failure();
    }
    if (isMount(Optional.of(moved)) || isMount(to.inode())) {
      throw Errno.EBUSY.failure();
    }
  }

  private static boolean isMount(Optional<Inode> inode) {
    return inode.isPresent() && inode.get() instanceof Directory directory && directory.isMount();
  }

  private void demandTree(Inode moved) {
    if (isAbove(moved, to.container())) {
      throw Errno.EINVAL.failure();
    }
    if (to.inode().isPresent() && isAbove(to.inode().get(), from.container())) {
      throw (exchanges ? Errno.EINVAL : Errno.ENOTEMPTY).failure();
    }
  }

  private static boolean isAbove(Inode inode, Directory other) {
    return inode instanceof Directory directory && directory.contains(other);
  }

  private void move(Inode moved) {
    to.container().insert(to.name(), moved);
    from.container().remove(from.name());
  }

  private void move(Inode moved, Inode other) {
    if (exchanges) {
      exchange(moved, other);
    } else {
      demandReplaceable(moved, other);
      to.container().remove(to.name());
      move(moved);
    }
  }

  private static void demandReplaceable(Inode moved, Inode other) {
    if (other instanceof Directory directory) {
      if (!(moved instanceof Directory)) {
        throw Errno.EISDIR.failure();
      }
      if (!directory.isEmpty()) {
        throw Errno.ENOTEMPTY.failure();
      }
    } else if (moved instanceof Directory) {
      throw Errno.ENOTDIR.failure();
    }
  }

  private void exchange(Inode moved, Inode other) {
    other.opened();
    to.container().remove(to.name());
    move(moved);
    from.container().insert(from.name(), other);
    other.closed();
  }
}
