package spool.kernel.abi;

import java.util.Locale;

/// A segment of System V shared memory as shmctl(2) and `/proc/sysvipc/shm` tell of it. Times are
/// in seconds since 1970, or 0 for never.
///
/// @param id its identifier
/// @param permission whose it is
/// @param sizeBytes how long it is
/// @param attachTime when it was attached last
/// @param detachTime when it was detached last
/// @param changeTime when it was made or changed
/// @param creator the process that made it
/// @param last the process that attached or detached it last
/// @param attachments how often it is attached
/// @param residentBytes how much of it is in frames
public record SharedSegmentStatus(
    int id,
    IpcPermission permission,
    long sizeBytes,
    long attachTime,
    long detachTime,
    long changeTime,
    int creator,
    int last,
    long attachments,
    long residentBytes) {
  /// Bytes of a `struct shmid64_ds` (asm-generic/shmbuf.h).
  public static final int BYTES = 112;

  /// The heading of `/proc/sysvipc/shm`.
  public static final String HEADING =
      "       key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  cgid"
          + "      atime      dtime      ctime                   rss                  swap\n";

  /// The `struct shmid64_ds`.
  public byte[] toBytes() {
    byte[] raw = new byte[BYTES];
    permission
        .putInto(Struct.wrap(raw))
        .putLong(sizeBytes)
        .putLong(attachTime)
        .putLong(detachTime)
        .putLong(changeTime)
        .putInt(creator)
        .putInt(last)
        .putLong(attachments);
    return raw;
  }

  /// Its line of `/proc/sysvipc/shm`.
  public String line() {
    return String.format(
        Locale.ROOT,
        "%10d %10d  %4o %21d %5d %5d  %5d %s %10d %10d %10d %21d %21d\n",
        permission.key(),
        id,
        permission.mode(),
        sizeBytes,
        creator,
        last,
        attachments,
        permission.columns(),
        attachTime,
        detachTime,
        changeTime,
        residentBytes,
        0);
  }
}
