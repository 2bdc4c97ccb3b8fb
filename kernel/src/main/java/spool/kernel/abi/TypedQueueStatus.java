package spool.kernel.abi;

import java.util.Locale;

/// A System V message queue as msgctl(2) and `/proc/sysvipc/msg` tell of it. Times are in seconds
/// since 1970, or 0 for never.
///
/// @param id its identifier
/// @param permission whose it is
/// @param sendTime when a message came last
/// @param receiveTime when a message was taken last
/// @param changeTime when it was made or changed
/// @param bytes how many bytes it holds
/// @param messages how many messages it holds
/// @param mostBytes how many bytes it may hold, unsigned
/// @param sender the process that sent last
/// @param receiver the process that received last
public record TypedQueueStatus(
    int id,
    IpcPermission permission,
    long sendTime,
    long receiveTime,
    long changeTime,
    long bytes,
    long messages,
    long mostBytes,
    int sender,
    int receiver) {
  /// Bytes of a `struct msqid64_ds` (asm-generic/msgbuf.h).
  public static final int BYTES = 120;

  private static final int MOST_BYTES = 88;

  /// The heading of `/proc/sysvipc/msg`.
  public static final String HEADING =
      "       key      msqid perms      cbytes       qnum lspid lrpid"
          + "   uid   gid  cuid  cgid      stime      rtime      ctime\n";

  /// `msg_qbytes` of a `struct msqid64_ds`.
  public static long mostBytes(byte[] bytes) {
    return Struct.wrap(bytes).getLong(MOST_BYTES);
  }

  /// The `struct msqid64_ds`.
  public byte[] toBytes() {
    byte[] raw = new byte[BYTES];
    permission
        .putInto(Struct.wrap(raw))
        .putLong(sendTime)
        .putLong(receiveTime)
        .putLong(changeTime)
        .putLong(bytes)
        .putLong(messages)
        .putLong(mostBytes)
        .putInt(sender)
        .putInt(receiver);
    return raw;
  }

  /// Its line of `/proc/sysvipc/msg`.
  public String line() {
    return String.format(
        Locale.ROOT,
        "%10d %10d  %4o  %10d %10d %5d %5d %s %10d %10d %10d\n",
        permission.key(),
        id,
        permission.mode(),
        bytes,
        messages,
        sender,
        receiver,
        permission.columns(),
        sendTime,
        receiveTime,
        changeTime);
  }
}
