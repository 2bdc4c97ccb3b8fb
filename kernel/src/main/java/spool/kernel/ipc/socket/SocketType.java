package spool.kernel.ipc.socket;

import spool.kernel.abi.Errno;

/// What a socket carries (socket(2)).
public enum SocketType {
  /// Bytes, between two ends.
  STREAM(1),

  /// Messages, to whoever is named.
  DATAGRAM(2),

  /// Messages, between two ends.
  SEQUENCED(5);

  private static final int SOCK_RAW = 3;
  private static final int MOST = 10;

  private final int number;

  SocketType(int number) {
    this.number = number;
  }

  /// The `SOCK_*`.
  public int number() {
    return number;
  }

  /// Whether there are connections to accept.
  boolean isConnected() {
    return this != DATAGRAM;
  }

  /// The type of a `SOCK_*`. Fails with `EINVAL` for what is none, and with `ESOCKTNOSUPPORT` for
  /// one that Unix domain sockets have not. `SOCK_RAW` is a datagram, as on Linux.
  public static SocketType of(int number) {
    if (number < 0 || number > MOST) {
      throw Errno.EINVAL.failure();
    }
    return switch (number) {
      case 1 -> STREAM;
      case 2, SOCK_RAW -> DATAGRAM;
      case 5 -> SEQUENCED;
      default -> throw Errno.ESOCKTNOSUPPORT.failure();
    };
  }
}
