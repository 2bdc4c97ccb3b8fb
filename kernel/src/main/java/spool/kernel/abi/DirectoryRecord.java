package spool.kernel.abi;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The entries that `getdents64` answers (`struct linux_dirent64`).
public final class DirectoryRecord {
  private static final int HEADER_BYTES = 19;
  private static final int ALIGNMENT = 8;

  private DirectoryRecord() {}

  /// The entry `name` of the kind `type` (`DT_*`), padded to a multiple of eight bytes; `next` is
  /// the offset from which the directory goes on behind it.
  public static byte[] toBytes(long inode, long next, int type, String name) {
    byte[] characters = name.getBytes(StandardCharsets.ISO_8859_1);
    int length = (HEADER_BYTES + characters.length + ALIGNMENT) & -ALIGNMENT;
    byte[] bytes = new byte[length];
    ByteBuffer raw = Struct.wrap(bytes);
    raw.putLong(inode).putLong(next).putShort((short) length).put((byte) type).put(characters);
    return bytes;
  }
}
