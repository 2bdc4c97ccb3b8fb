package spool.kernel.abi;

/// The flags of sending and receiving on sockets (linux/socket.h).
public final class MessageFlags {
  public static final int MSG_OOB = 0x01;
  public static final int MSG_PEEK = 0x02;
  public static final int MSG_CTRUNC = 0x08;
  public static final int MSG_TRUNC = 0x20;
  public static final int MSG_DONTWAIT = 0x40;
  public static final int MSG_EOR = 0x80;
  public static final int MSG_WAITALL = 0x100;
  public static final int MSG_NOSIGNAL = 0x4000;
  public static final int MSG_WAITFORONE = 0x1_0000;
  public static final int MSG_CMSG_CLOEXEC = 0x4000_0000;

  private MessageFlags() {}
}
