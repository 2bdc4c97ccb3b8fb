package spool.kernel.abi;

import java.nio.ByteBuffer;

/// The size of a terminal in characters and in pixels (`struct winsize`); 0 is unknown.
public record WindowSize(int rows, int columns, int widthPixels, int heightPixels) {
  /// Bytes of a `struct winsize`.
  public static final int BYTES = 8;

  /// Rows and columns alone.
  public static WindowSize of(int rows, int columns) {
    return new WindowSize(rows, columns, 0, 0);
  }

  /// Reads a `struct winsize`.
  public static WindowSize from(byte[] bytes) {
    ByteBuffer raw = Struct.wrap(bytes);
    return new WindowSize(next(raw), next(raw), next(raw), next(raw));
  }

  private static int next(ByteBuffer raw) {
    return Short.toUnsignedInt(raw.getShort());
  }

  /// The `struct winsize`.
  public byte[] toBytes() {
    byte[] bytes = new byte[BYTES];
    ByteBuffer raw = Struct.wrap(bytes);
    raw.putShort((short) rows).putShort((short) columns);
    raw.putShort((short) widthPixels).putShort((short) heightPixels);
    return bytes;
  }
}
