package spool.kernel.abi;

/// The options of sockets at the level `SOL_SOCKET` (asm-generic/socket.h).
public final class SocketOption {
  public static final int SOL_SOCKET = 1;
  public static final int SO_TYPE = 3;
  public static final int SO_ERROR = 4;
  public static final int SO_SNDBUF = 7;
  public static final int SO_RCVBUF = 8;
  public static final int SO_PASSCRED = 16;
  public static final int SO_PEERCRED = 17;
  public static final int SO_RCVTIMEO = 20;
  public static final int SO_SNDTIMEO = 21;
  public static final int SO_ACCEPTCONN = 30;
  public static final int SO_PROTOCOL = 38;
  public static final int SO_DOMAIN = 39;

  private SocketOption() {}
}
