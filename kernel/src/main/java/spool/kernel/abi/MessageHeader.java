package spool.kernel.abi;

import java.nio.ByteBuffer;

/// What `sendmsg` and `recvmsg` are asked for: `struct msghdr` without its flags.
///
/// @param name where the address is, or null
/// @param nameBytes its length
/// @param pieces where the array of `struct iovec`s is
/// @param pieceCount how many there are
/// @param control where ancillary data is, or null
/// @param controlBytes its length
public record MessageHeader(
    long name, int nameBytes, long pieces, long pieceCount, long control, long controlBytes) {
  /// Bytes of a `struct msghdr`.
  public static final int BYTES = 56;

  /// Where `msg_namelen` is.
  public static final int NAME_LENGTH = 8;

  /// Where `msg_controllen` is.
  public static final int CONTROL_LENGTH = 40;

  /// Where `msg_flags` is.
  public static final int FLAGS = 48;

  private static final int PIECES = 16;

  /// Reads a `struct msghdr`.
  public static MessageHeader of(byte[] bytes) {
    ByteBuffer raw = Struct.wrap(bytes);
    long name = raw.getLong();
    int nameBytes = raw.getInt();
    raw.position(PIECES);
    return new MessageHeader(
        name, nameBytes, raw.getLong(), raw.getLong(), raw.getLong(), raw.getLong());
  }
}
