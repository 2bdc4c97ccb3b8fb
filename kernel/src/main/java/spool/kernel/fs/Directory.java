package spool.kernel.fs;

import java.util.Optional;
import spool.kernel.abi.Errno;
import spool.kernel.abi.FileMode;
import spool.kernel.vm.PageSource;

/// A directory of any file system.
///
/// Names are strings of one character per byte (ISO 8859-1), so that every name that a guest can
/// give keeps its bytes and its length.
///
/// A file system is mounted on a directory by covering it: walks that arrive at the covered
/// directory go on in the root of the mounted one, and `..` of that root is the parent of the
/// covered one. A directory has one name only, so it knows its parent and its path.
public abstract class Directory extends Inode {
  private static final int DIRECTORY_BYTES = 4096;

  private Directory parent = this;
  private String name = "";
  private Optional<Directory> mounted = Optional.empty();
  private Optional<Directory> covered = Optional.empty();

  /// An empty directory with these permissions.
  protected Directory(FileSystem fileSystem, int permissions) {
    super(fileSystem, FileMode.S_IFDIR | permissions);
  }

  /// As [#Directory(FileSystem, int)] with a number of the file system's own choice.
  protected Directory(FileSystem fileSystem, long number, int permissions) {
    super(fileSystem, number, FileMode.S_IFDIR | permissions);
  }

  /// The file called `name` (not `.` or `..`).
  public abstract Optional<Inode> lookup(String name);

  /// The first entry whose cookie is greater than `cookie`.
  public abstract Optional<DirectoryEntry> entryAfter(long cookie);

  /// Gives `inode` the name `name`, which is free.
  public void insert(String name, Inode inode) {
    throw Errno.EPERM.failure();
  }

  /// Takes the name `name`, which exists, away from its file.
  public void remove(String name) {
    throw Errno.EPERM.failure();
  }

  /// Makes a regular file that has no name yet.
  public Inode newFile(int permissions) {
    throw Errno.EPERM.failure();
  }

  /// Makes a regular file of `sizeBytes` that has no name yet; the bytes come from `source` as they
  /// are needed.
  public Inode newFile(int permissions, long sizeBytes, PageSource source) {
    throw Errno.EPERM.failure();
  }

  /// Makes a directory that has no name yet.
  public Directory newDirectory(int permissions) {
    throw Errno.EPERM.failure();
  }

  /// Makes a symbolic link that has no name yet.
  public Inode newSymlink(String target) {
    throw Errno.EPERM.failure();
  }

  /// Makes a FIFO that has no name yet.
  public Inode newFifo(int permissions) {
    throw Errno.EPERM.failure();
  }

  /// Counts a name that `inode` now has here.
  protected static void gainName(Inode inode) {
    inode.linked();
  }

  /// Counts a name less that `inode` has here.
  protected static void loseName(Inode inode) {
    inode.unlinked();
  }

  /// Whether there are no entries.
  public final boolean isEmpty() {
    return entryAfter(0).isEmpty();
  }

  /// Whether the directory has been removed.
  public final boolean isRemoved() {
    return links() == 0;
  }

  /// What `..` is, across mounts.
  public final Directory parent() {
    return covered.isPresent() ? covered.get().parent() : parent;
  }

  /// Notes where the directory now is.
  protected final void moved(Directory newParent, String newName) {
    parent = newParent;
    name = newName;
  }

  /// Covers this directory with the root of another file system.
  public final void mount(Directory root) {
    mounted = Optional.of(root);
    root.covered = Optional.of(this);
  }

  /// Where a walk that arrives here goes on: the root of what is mounted here, or this.
  public final Directory top() {
    Directory top = this;
    while (top.mounted.isPresent()) {
      top = top.mounted.get();
    }
    return top;
  }

  /// Whether this is a mount point, the root of a mounted file system, or the root of all.
  public final boolean isMount() {
    return mounted.isPresent() || covered.isPresent() || parent.equals(this);
  }

  /// Whether `other` is this directory or below it.
  public final boolean contains(Directory other) {
    Directory ancestor = other;
    while (!ancestor.equals(this)) {
      Directory next = ancestor.parent();
      if (next.equals(ancestor)) {
        return false;
      }
      ancestor = next;
    }
    return true;
  }

  /// The path from `root`; `(unreachable)` in front if that is not above, ` (deleted)` behind if
  /// the directory has been removed.
  public final String path(Directory root) {
    StringBuilder path = new StringBuilder();
    Directory at = this;
    while (!at.equals(root) && !at.parent().equals(at)) {
      path.insert(0, "/" + at.ownName());
      at = at.parent();
    }
    String reached = path.isEmpty() ? "/" : path.toString();
    return (at.equals(root) ? "" : "(unreachable)") + reached + (isRemoved() ? " (deleted)" : "");
  }

  private String ownName() {
    return covered.isPresent() ? covered.get().ownName() : name;
  }

  @Override
  public long size() {
    return DIRECTORY_BYTES;
  }

  @Override
  public FileDescription open(Location location, int flags, Caller caller) {
    return new DirectoryDescription(location, this, flags);
  }
}
