package spool.kernel.ipc.systemv;

import spool.kernel.abi.Errno;
import spool.kernel.vm.Frames;
import spool.kernel.vm.Quota;

/// What System V's objects keep on the host's heap, counted in bytes: an eighth of RAM, 64 MiB at
/// most. Segments of shared memory are in frames and not counted here.
final class KernelMemory {
  private static final int RAM_SHARE = 8;
  private static final int LEAST_BYTES = 1 << 20;
  private static final int MOST_BYTES = 64 << 20;

  private final Quota bytes;

  /// The memory for a machine with so many frames of RAM.
  KernelMemory(int frames) {
    long share = (long) frames * Frames.BYTES / RAM_SHARE;
    bytes = new Quota(Math.clamp(share, LEAST_BYTES, MOST_BYTES), Errno.ENOMEM);
  }

  /// Fails with `ENOMEM` if `count` more bytes are not there.
  void demand(int count) {
    bytes.demand(count);
  }

  /// Takes `count` bytes. Fails with `ENOMEM`.
  void take(int count) {
    bytes.demand(count);
    bytes.count(count);
  }

  /// Counts `change` more bytes, whose place was demanded before, or less.
  void count(int change) {
    bytes.count(change);
  }

  /// How many bytes are taken.
  int used() {
    return bytes.used();
  }
}
