package spool.kernel.abi;

/// The flags of `openat` and of open files (asm-generic/fcntl.h, as riscv64 has them).
public final class OpenFlags {
  public static final int O_RDONLY = 0;
  public static final int O_WRONLY = 1;
  public static final int O_RDWR = 2;
  public static final int O_ACCMODE = 3;
  public static final int O_CREAT = 0x40;
  public static final int O_EXCL = 0x80;
  public static final int O_NOCTTY = 0x100;
  public static final int O_TRUNC = 0x200;
  public static final int O_APPEND = 0x400;
  public static final int O_NONBLOCK = 0x800;
  public static final int O_DSYNC = 0x1000;
  public static final int O_ASYNC = 0x2000;
  public static final int O_DIRECT = 0x4000;
  public static final int O_LARGEFILE = 0x8000;
  public static final int O_DIRECTORY = 0x1_0000;
  public static final int O_NOFOLLOW = 0x2_0000;
  public static final int O_NOATIME = 0x4_0000;
  public static final int O_CLOEXEC = 0x8_0000;
  public static final int O_SYNC = 0x10_1000;
  public static final int O_PATH = 0x20_0000;
  public static final int O_TMPFILE = 0x41_0000;

  /// What `F_SETFL` may change.
  public static final int CHANGEABLE = O_APPEND | O_NONBLOCK | O_ASYNC | O_DIRECT | O_NOATIME;

  /// What matters only while opening and is no part of the open file's status.
  public static final int TRANSIENT = O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC | O_CLOEXEC;

  private OpenFlags() {}

  /// Whether the access mode in `flags` lets one read.
  public static boolean reads(int flags) {
    int mode = flags & O_ACCMODE;
    return mode == O_RDONLY || mode == O_RDWR;
  }

  /// Whether the access mode in `flags` lets one write.
  public static boolean writes(int flags) {
    int mode = flags & O_ACCMODE;
    return mode == O_WRONLY || mode == O_RDWR;
  }
}
