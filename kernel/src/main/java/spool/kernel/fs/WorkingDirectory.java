package spool.kernel.fs;

/// Where a process stands in the file tree: its root, its current directory and its umask. Threads
/// share it, `fork` copies it.
public final class WorkingDirectory {
  private static final int STANDARD_UMASK = 022;

  private Directory root;
  private Directory current;
  private int umask = STANDARD_UMASK;

  /// At `root`.
  public WorkingDirectory(Directory root) {
    this.root = root;
    this.current = root;
  }

  /// The same place, for a child.
  public WorkingDirectory copy() {
    WorkingDirectory copy = new WorkingDirectory(root);
    copy.current = current;
    copy.umask = umask;
    return copy;
  }

  /// Where absolute paths begin.
  public Directory root() {
    return root;
  }

  /// Where relative paths begin.
  public Directory current() {
    return current;
  }

  /// Makes `directory` the root, as `chroot`.
  public void changeRoot(Directory directory) {
    root = directory;
  }

  /// Makes `directory` the current one.
  public void change(Directory directory) {
    current = directory;
  }

  /// The permissions that new files do not get.
  public int umask() {
    return umask;
  }

  /// Changes the umask and answers the old one.
  public int umask(int mask) {
    int old = umask;
    umask = mask & 0777;
    return old;
  }
}
