package spool.kernel.abi;

import java.util.Locale;

/// A set of System V semaphores as semctl(2) and `/proc/sysvipc/sem` tell of it. Times are in
/// seconds since 1970, or 0 for never.
///
/// @param id its identifier
/// @param permission whose it is
/// @param operationTime when an operation was performed last
/// @param changeTime when it was made or changed
/// @param semaphores how many it has
public record SemaphoreSetStatus(
    int id, IpcPermission permission, long operationTime, long changeTime, int semaphores) {
  /// Bytes of a `struct semid64_ds` (asm-generic/sembuf.h).
  public static final int BYTES = 88;

  /// The heading of `/proc/sysvipc/sem`.
  public static final String HEADING =
      "       key      semid perms      nsems   uid   gid  cuid  cgid      otime      ctime\n";

  /// The `struct semid64_ds`.
  public byte[] toBytes() {
    byte[] raw = new byte[BYTES];
    permission
        .putInto(Struct.wrap(raw))
        .putLong(operationTime)
        .putLong(changeTime)
        .putLong(semaphores);
    return raw;
  }

  /// Its line of `/proc/sysvipc/sem`.
  public String line() {
    return String.format(
        Locale.ROOT,
        "%10d %10d  %4o %10d %s %10d %10d\n",
        permission.key(),
        id,
        permission.mode(),
        semaphores,
        permission.columns(),
        operationTime,
        changeTime);
  }
}
