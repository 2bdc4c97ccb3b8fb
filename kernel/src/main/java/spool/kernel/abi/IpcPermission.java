package spool.kernel.abi;

import java.nio.ByteBuffer;
import java.util.Locale;

/// Whose a System V object is, and who may use it (svipc(7)).
///
/// @param key what it is found by, or `IPC_PRIVATE`
/// @param uid the owner
/// @param gid the owner's group
/// @param creatorUid who made it
/// @param creatorGid the creator's group
/// @param mode the permissions, and flags of the kind of object
/// @param sequence the upper part of its identifier
public record IpcPermission(
    int key, int uid, int gid, int creatorUid, int creatorGid, int mode, int sequence) {
  /// Bytes of a `struct ipc64_perm` (asm-generic/ipcbuf.h).
  public static final int BYTES = 48;

  private static final int PERMISSIONS = 0777;

  /// Reads a `struct ipc64_perm`.
  public static IpcPermission of(byte[] bytes) {
    ByteBuffer raw = Struct.wrap(bytes);
    return new IpcPermission(
        raw.getInt(),
        raw.getInt(),
        raw.getInt(),
        raw.getInt(),
        raw.getInt(),
        raw.getInt(),
        raw.getShort() & 0xffff);
  }

  /// The same with the owner, the group and the permissions of `wanted`: what `IPC_SET` changes.
  public IpcPermission changedTo(IpcPermission wanted) {
    int changed = (mode & ~PERMISSIONS) | (wanted.mode & PERMISSIONS);
    return new IpcPermission(
        key, wanted.uid, wanted.gid, creatorUid, creatorGid, changed, sequence);
  }

  /// The same with another key and mode.
  public IpcPermission with(int newKey, int newMode) {
    return new IpcPermission(newKey, uid, gid, creatorUid, creatorGid, newMode, sequence);
  }

  /// Its columns in `/proc/sysvipc`: owner and creator.
  String columns() {
    return String.format(
        Locale.ROOT,
        "%5d %5d %5d %5d",
        Integer.toUnsignedLong(uid),
        Integer.toUnsignedLong(gid),
        Integer.toUnsignedLong(creatorUid),
        Integer.toUnsignedLong(creatorGid));
  }

  /// Puts the `struct ipc64_perm` where `raw` stands, and moves it behind.
  ByteBuffer putInto(ByteBuffer raw) {
    int end = raw.position() + BYTES;
    raw.putInt(key).putInt(uid).putInt(gid).putInt(creatorUid).putInt(creatorGid);
    raw.putInt(mode).putShort((short) sequence);
    return raw.position(end);
  }
}
