package spool.kernel.abi;

import java.nio.ByteBuffer;

/// The attributes of a file; times in nanoseconds since the epoch.
public record Stat(
    long device,
    long inode,
    int mode,
    int links,
    int uid,
    int gid,
    long representedDevice,
    long size,
    long blocks,
    long accessTime,
    long modifyTime,
    long changeTime) {
  /// Bytes of a `struct stat` (asm-generic/stat.h).
  public static final int BYTES = 128;

  /// Bytes of a `struct statx` (linux/stat.h).
  public static final int STATX_BYTES = 256;

  private static final int BLOCK_BYTES = 4096;
  private static final int STATX_BASIC_STATS = 0x7ff;
  private static final long NANOSECONDS = 1_000_000_000L;

  /// The `struct stat`.
  public byte[] toBytes() {
    byte[] bytes = new byte[BYTES];
    ByteBuffer raw = Struct.wrap(bytes);
    raw.putLong(device).putLong(inode).putInt(mode).putInt(links).putInt(uid).putInt(gid);
    raw.putLong(representedDevice).putLong(0);
    raw.putLong(size).putInt(BLOCK_BYTES).putInt(0).putLong(blocks);
    putTime(raw, accessTime);
    putTime(raw, modifyTime);
    putTime(raw, changeTime);
    return bytes;
  }

  private static void putTime(ByteBuffer raw, long time) {
    raw.putLong(Math.floorDiv(time, NANOSECONDS)).putLong(Math.floorMod(time, NANOSECONDS));
  }

  /// The `struct statx`, with the basic statistics whatever was asked for.
  public byte[] toStatx() {
    byte[] bytes = new byte[STATX_BYTES];
    ByteBuffer raw = Struct.wrap(bytes);
    raw.putInt(STATX_BASIC_STATS).putInt(BLOCK_BYTES).putLong(0);
    raw.putInt(links).putInt(uid).putInt(gid).putShort((short) mode).putShort((short) 0);
    raw.putLong(inode).putLong(size).putLong(blocks).putLong(0);
    putStatxTime(raw, accessTime);
    putStatxTime(raw, 0);
    putStatxTime(raw, changeTime);
    putStatxTime(raw, modifyTime);
    putNumber(raw, representedDevice);
    putNumber(raw, device);
    return bytes;
  }

  private static void putStatxTime(ByteBuffer raw, long time) {
    raw.putLong(Math.floorDiv(time, NANOSECONDS));
    raw.putInt((int) Math.floorMod(time, NANOSECONDS)).putInt(0);
  }

  private static void putNumber(ByteBuffer raw, long device) {
    raw.putInt(DeviceNumber.major(device)).putInt(DeviceNumber.minor(device));
  }
}
