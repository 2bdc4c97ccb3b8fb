package spool.kernel.syscall;

import spool.kernel.abi.Errno;

/// Checks the flags of system calls.
final class Flags {
  private Flags() {}

  /// Fails with `EINVAL` if `flags` has more than `known`.
  static void demandOnly(int flags, int known) {
    if ((flags & ~known) != 0) {
      throw Errno.EINVAL.failure();
    }
  }
}
