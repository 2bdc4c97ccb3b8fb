package spool.kernel.abi;

import java.nio.ByteBuffer;

/// The attributes of a file system; space in blocks of 4096 bytes.
public record StatFs(int type, long blocks, long freeBlocks, long files, long freeFiles, int id) {
  /// Bytes of a `struct statfs` (asm-generic/statfs.h).
  public static final int BYTES = 120;

  private static final int BLOCK_BYTES = 4096;
  private static final int NAME_MAX = 255;
  private static final int ST_VALID = 0x20;

  /// The `struct statfs`.
  public byte[] toBytes() {
    byte[] bytes = new byte[BYTES];
    ByteBuffer raw = Struct.wrap(bytes);
    raw.putLong(type).putLong(BLOCK_BYTES).putLong(blocks).putLong(freeBlocks).putLong(freeBlocks);
    raw.putLong(files).putLong(freeFiles).putInt(id).putInt(0);
    raw.putLong(NAME_MAX).putLong(BLOCK_BYTES).putLong(ST_VALID);
    return bytes;
  }
}
