package spool.kernel.abi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/// The name of a Unix domain socket, as `struct sockaddr_un` has it behind the family (unix(7)).
///
/// @param name empty for a socket without one; with a zero in front, the other bytes are a name in
///   the abstract namespace; anything else is a path, with a zero behind it
public record SocketAddress(String name) {
  /// The family of Unix domain sockets.
  public static final int AF_UNIX = 1;

  /// The family that means none.
  public static final int AF_UNSPEC = 0;

  /// Bytes of the longest address.
  public static final int MOST_BYTES = 110;

  /// Of a socket without a name.
  public static final SocketAddress UNNAMED = new SocketAddress("");

  private static final int FAMILY_BYTES = Short.BYTES;

  /// The family of an address. Fails with `EINVAL` if it is too short for one.
  public static int family(byte[] address) {
    if (address.length < FAMILY_BYTES) {
      throw Errno.EINVAL.failure();
    }
    return Short.toUnsignedInt(Struct.wrap(address).getShort());
  }

  /// Reads an address with a name. Fails with `EINVAL` for what is none.
  public static SocketAddress of(byte[] address) {
    boolean isNamed = address.length > FAMILY_BYTES && address.length <= MOST_BYTES;
    if (!isNamed || family(address) != AF_UNIX) {
      throw Errno.EINVAL.failure();
    }
    String name = new String(address, FAMILY_BYTES, address.length - FAMILY_BYTES, ISO_8859_1);
    return name.charAt(0) == 0 ? new SocketAddress(name) : ofPath(name);
  }

  private static SocketAddress ofPath(String padded) {
    int end = padded.indexOf(0);
    return new SocketAddress((end < 0 ? padded : padded.substring(0, end)) + '\0');
  }

  /// The name `text` in the abstract namespace.
  public static SocketAddress ofAbstract(String text) {
    return new SocketAddress('\0' + text);
  }

  /// Whether there is a name.
  public boolean isNamed() {
    return !name.isEmpty();
  }

  /// Whether the name is in the abstract namespace.
  public boolean isAbstract() {
    return isNamed() && name.charAt(0) == 0;
  }

  /// The path, of an address that is one.
  public String path() {
    return name.substring(0, name.length() - 1);
  }

  /// The `struct sockaddr_un`, as long as it has to be.
  public byte[] toBytes() {
    byte[] bytes = new byte[FAMILY_BYTES + name.length()];
    Struct.wrap(bytes).putShort((short) AF_UNIX).put(name.getBytes(ISO_8859_1));
    return bytes;
  }

  /// As /proc/net/unix shows it, with `@` for the zeros of an abstract name.
  public String shown() {
    return isAbstract() ? name.replace('\0', '@') : name.replace("\0", "");
  }
}
