package spool.kernel.abi;

/// Requests of `ioctl` (asm-generic/ioctls.h, linux/mtio.h).
public final class IoctlRequest {
  public static final int TCGETS = 0x5401;
  public static final int TCSETS = 0x5402;
  public static final int TCSETSW = 0x5403;
  public static final int TCSETSF = 0x5404;
  public static final int TCSBRK = 0x5409;
  public static final int TCXONC = 0x540a;
  public static final int TCFLSH = 0x540b;
  public static final int TIOCSCTTY = 0x540e;
  public static final int TIOCGPGRP = 0x540f;
  public static final int TIOCSPGRP = 0x5410;
  public static final int TIOCOUTQ = 0x5411;
  public static final int TIOCGWINSZ = 0x5413;
  public static final int TIOCSWINSZ = 0x5414;
  public static final int FIONREAD = 0x541b;
  public static final int FIONBIO = 0x5421;
  public static final int TIOCNOTTY = 0x5422;
  public static final int TCSBRKP = 0x5425;
  public static final int TIOCGSID = 0x5429;
  public static final int FIONCLEX = 0x5450;
  public static final int FIOCLEX = 0x5451;

  /// Those of disks (linux/fs.h).
  public static final int BLKROGET = 0x125e;

  public static final int BLKGETSIZE = 0x1260;
  public static final int BLKFLSBUF = 0x1261;
  public static final int BLKSSZGET = 0x1268;
  public static final int BLKPBSZGET = 0x127b;
  public static final int BLKBSZGET = 0x8008_1270;
  public static final int BLKGETSIZE64 = 0x8008_1272;

  /// Those of tapes (sys/mtio.h).
  public static final int MTIOCTOP = 0x4008_6d01;

  public static final int MTIOCGET = 0x8030_6d02;
  public static final int MTIOCPOS = 0x8008_6d03;

  public static final int TCIFLUSH = 0;
  public static final int TCOFLUSH = 1;
  public static final int TCIOFLUSH = 2;

  private IoctlRequest() {}
}
