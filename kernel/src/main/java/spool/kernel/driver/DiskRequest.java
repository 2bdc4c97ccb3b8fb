package spool.kernel.driver;

import spool.kernel.sync.WaitQueue;

/// Something that a disk is asked for: to read or write some bytes, or to bring everything written
/// onto the medium. Its bytes are the kernel's own, so that it can go on when the task that asked
/// is no more.
final class DiskRequest {
  /// What is asked for.
  enum Kind {
    READ,
    WRITE,
    FLUSH
  }

  private final Kind kind;
  private final long position;
  private final byte[] data;
  private final WaitQueue over = new WaitQueue();
  private boolean isOver;
  private boolean failed;
  private long since;

  private DiskRequest(Kind kind, long position, byte[] data) {
    this.kind = kind;
    this.position = position;
    this.data = data;
  }

  /// To read `length` bytes from `position` on.
  static DiskRequest read(long position, int length) {
    return new DiskRequest(Kind.READ, position, new byte[length]);
  }

  /// To write `data`, which it takes over, to `position`.
  static DiskRequest write(long position, byte[] data) {
    return new DiskRequest(Kind.WRITE, position, data);
  }

  /// To bring everything onto the medium.
  static DiskRequest flush() {
    return new DiskRequest(Kind.FLUSH, 0, new byte[0]);
  }

  Kind kind() {
    return kind;
  }

  /// The bytes read, or to be written.
  byte[] data() {
    return data;
  }

  /// The first sector that it touches.
  long sector() {
    return position / VirtioDisk.SECTOR_BYTES;
  }

  /// How many sectors it touches.
  int sectors() {
    return (offset() + data.length + VirtioDisk.SECTOR_BYTES - 1) / VirtioDisk.SECTOR_BYTES;
  }

  /// Where in the first sector its bytes begin.
  int offset() {
    return (int) (position % VirtioDisk.SECTOR_BYTES);
  }

  /// Whether it touches a part of a sector only.
  boolean isPartial() {
    return offset() != 0 || data.length % VirtioDisk.SECTOR_BYTES != 0;
  }

  /// Since when it waits, or its second step.
  long since() {
    return since;
  }

  /// Notes that it waits from `time` on.
  void since(long time) {
    since = time;
  }

  /// Where to wait until it is over.
  WaitQueue over() {
    return over;
  }

  /// Whether it has been served, or has failed.
  boolean isOver() {
    return isOver;
  }

  /// Whether the disk could not do it.
  boolean hasFailed() {
    return failed;
  }

  /// Ends it, and wakes who waits.
  void end(boolean success) {
    isOver = true;
    failed = !success;
    over.wakeAll();
  }
}
