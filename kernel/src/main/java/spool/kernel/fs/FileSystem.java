package spool.kernel.fs;

import java.util.function.LongSupplier;
import spool.kernel.abi.Errno;
import spool.kernel.abi.StatFs;
import spool.kernel.vm.Quota;

/// One file system: numbers its inodes, stamps their times, and knows how much room there is.
public final class FileSystem {
  /// How much room a file system has, in blocks of 4096 bytes.
  public record Room(long blocks, long freeBlocks) {
    /// Of a file system that stores nothing.
    public static final Room NONE = new Room(0, 0);
  }

  /// Asked for the room of the moment.
  public interface RoomSource {
    /// The room now.
    Room room();
  }

  private static final int MOST_LOCKS = 4096;

  private final String type;
  private final int magic;
  private final int device;
  private final LongSupplier clock;
  private final RoomSource rooms;
  private final Quota locks = new Quota(MOST_LOCKS, Errno.ENOLCK);
  private long lastInode;

  /// A file system of kind `type` with the number `magic` of statfs(2); `clock` tells nanoseconds
  /// since the epoch.
  public FileSystem(String type, int magic, int device, LongSupplier clock, RoomSource rooms) {
    this.type = type;
    this.magic = magic;
    this.device = device;
    this.clock = clock;
    this.rooms = rooms;
  }

  /// The kind, as /proc/mounts names it.
  public String type() {
    return type;
  }

  /// The device number.
  public int device() {
    return device;
  }

  /// The time in nanoseconds since the epoch.
  public long now() {
    return clock.getAsLong();
  }

  /// A number that no other inode here has or had.
  public long nextInode() {
    return ++lastInode;
  }

  /// The locks on all its files.
  Quota locks() {
    return locks;
  }

  /// Fails with `ENOSPC` if the file system is full.
  void demandRoom() {
    if (rooms.room().freeBlocks() == 0) {
      throw Errno.ENOSPC.failure();
    }
  }

  /// What `statfs` answers.
  public StatFs statFs() {
    Room room = rooms.room();
    return new StatFs(
        magic, room.blocks(), room.freeBlocks(), room.blocks(), room.freeBlocks(), device);
  }
}
