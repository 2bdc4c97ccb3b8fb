package spool.kernel.ipc.socket;

import spool.kernel.abi.Errno;
import spool.kernel.sync.WaitQueue;
import spool.kernel.vm.Quota;

/// What a socket has sent and nobody has received yet: `SO_SNDBUF` bounds it, and the bytes of all
/// sockets together are bounded too, since they are the host's memory.
final class SendBuffer {
  /// What a message costs besides its bytes, as Linux counts (`SKB_TRUESIZE`).
  private static final int OVERHEAD = 768;

  /// The standard of `SO_SNDBUF` and `SO_RCVBUF`, and half of the most (`wmem_max`).
  static final int STANDARD = 212_992;

  /// The most that the superuser gets (`SO_SNDBUFFORCE`): the bytes are the host's memory.
  static final int FORCED = 8 * STANDARD;

  private static final int LEAST = 4608;
  private static final int LONGEST_PART = 32_768;
  private static final int RESERVED = 64;
  private static final int WRITABLE_SHARE = 4;

  private final Quota bytes;
  private final WaitQueue room = new WaitQueue();
  private int most = STANDARD;
  private int used;

  /// A buffer of the standard size, within `bytes`.
  SendBuffer(Quota bytes) {
    this.bytes = bytes;
  }

  int most() {
    return most;
  }

  /// Changes the bound to twice what was `wanted`, as Linux does, but no more than `bound`.
  void most(int wanted, int bound) {
    most = Math.max(LEAST, 2 * Math.clamp(wanted, 0, bound));
    room.wakeAll();
  }

  int used() {
    return used;
  }

  /// Waits for room.
  WaitQueue room() {
    return room;
  }

  boolean hasRoom() {
    return used < most;
  }

  /// Whether there is so much room that poll(2) says so.
  boolean isWritable() {
    return used <= most / WRITABLE_SHARE;
  }

  /// How many bytes one message, or part of a stream, may have.
  int longestPart() {
    return Math.min(LONGEST_PART, most / 2 - RESERVED);
  }

  /// Fails with `EMSGSIZE` for a message that could never be sent.
  void demandFitting(long length) {
    if (length > most - RESERVED / 2) {
      throw Errno.EMSGSIZE.failure();
    }
  }

  /// Counts a message. Fails with `ENOBUFS` if the machine has no more.
  void take(int length) {
    bytes.demand(length + OVERHEAD);
    bytes.count(length + OVERHEAD);
    used += length + OVERHEAD;
  }

  /// Counts a message less.
  void give(int length) {
    bytes.count(-(length + OVERHEAD));
    used -= length + OVERHEAD;
    if (isWritable()) {
      room.wakeAll();
    }
  }
}
