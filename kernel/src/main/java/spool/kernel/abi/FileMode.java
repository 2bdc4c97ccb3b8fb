package spool.kernel.abi;

/// The bits of `st_mode`: the kind of a file and its permissions (linux/stat.h).
public final class FileMode {
  public static final int S_IFMT = 0170000;
  public static final int S_IFSOCK = 0140000;
  public static final int S_IFLNK = 0120000;
  public static final int S_IFREG = 0100000;
  public static final int S_IFBLK = 0060000;
  public static final int S_IFDIR = 0040000;
  public static final int S_IFCHR = 0020000;
  public static final int S_IFIFO = 0010000;
  public static final int S_ISUID = 0004000;
  public static final int S_ISGID = 0002000;
  public static final int S_ISVTX = 0001000;
  public static final int S_IXGRP = 0000010;

  /// All that `chmod` can change.
  public static final int PERMISSIONS = 07777;

  /// May read, of the three bits of a class.
  public static final int MAY_READ = 4;

  /// May write, of the three bits of a class.
  public static final int MAY_WRITE = 2;

  /// May execute, or search a directory, of the three bits of a class.
  public static final int MAY_EXECUTE = 1;

  private FileMode() {}

  /// The `d_type` (`DT_*`) of a file whose mode is `mode`.
  public static int entryType(int mode) {
    return (mode & S_IFMT) >>> 12;
  }
}
