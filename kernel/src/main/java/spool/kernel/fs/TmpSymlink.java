package spool.kernel.fs;

/// A symbolic link whose target does not change.
public final class TmpSymlink extends Symlink {
  private final String target;

  /// A link to `target`.
  public TmpSymlink(FileSystem fileSystem, String target) {
    super(fileSystem);
    this.target = target;
  }

  @Override
  public String target(Caller caller) {
    return target;
  }

  @Override
  public long size() {
    return target.length();
  }
}
