package spool.kernel.abi;

import java.nio.ByteBuffer;

/// What `MTIOCGET` answers (`struct mtget`, linux/mtio.h), of a drive of unknown type with blocks
/// of any length.
///
/// @param residue what was left of the last operation
/// @param status `GMT_*`
/// @param file tape marks in front of the head
/// @param block records since the last of these
public record TapeStatus(long residue, int status, int file, int block) {
  /// Behind a tape mark.
  public static final int GMT_EOF = 0x8000_0000;

  /// At the load point.
  public static final int GMT_BOT = 0x4000_0000;

  /// Behind the marker that warns of the end.
  public static final int GMT_EOT = 0x2000_0000;

  /// At the end of what is recorded.
  public static final int GMT_EOD = 0x0800_0000;

  /// Write protected.
  public static final int GMT_WR_PROT = 0x0400_0000;

  /// A tape is loaded.
  public static final int GMT_ONLINE = 0x0100_0000;

  /// No tape is loaded.
  public static final int GMT_DR_OPEN = 0x0004_0000;

  /// Errors are reported at once.
  public static final int GMT_IM_REP_EN = 0x0001_0000;

  private static final int BYTES = 48;
  private static final long MT_ISUNKNOWN = 1;
  private static final long VARIABLE_BLOCKS = 0;

  /// The `struct mtget`.
  public byte[] toBytes() {
    byte[] bytes = new byte[BYTES];
    ByteBuffer raw = Struct.wrap(bytes);
    raw.putLong(MT_ISUNKNOWN).putLong(residue).putLong(VARIABLE_BLOCKS);
    raw.putLong(Integer.toUnsignedLong(status)).putLong(0);
    raw.putInt(file).putInt(block);
    return bytes;
  }
}
