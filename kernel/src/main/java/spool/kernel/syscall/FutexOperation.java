package spool.kernel.syscall;

import spool.kernel.abi.Errno;

/// The change and the comparison that `FUTEX_WAKE_OP` packs into a word: operation in bits 28 to
/// 31, comparison in 24 to 27, and an argument of 12 bits for each (futex(2)).
record FutexOperation(int encoded) {
  private static final int SHIFT_ARGUMENT = 8;

  private int argument() {
    int argument = encoded << 8 >> 20;
    return (encoded >>> 28 & SHIFT_ARGUMENT) == 0 ? argument : 1 << (argument & 31);
  }

  /// What the word becomes that was `old`. Fails with `ENOSYS` for an unknown operation.
  int apply(int old) {
    return switch (encoded >>> 28 & 7) {
      case 0 -> argument();
      case 1 -> old + argument();
      case 2 -> old | argument();
      case 3 -> old & ~argument();
      case 4 -> old ^ argument();
      default -> throw Errno.ENOSYS.failure();
    };
  }

  /// Whether the word that was `old` satisfies the comparison. Fails with `ENOSYS` for an unknown
  /// one.
  boolean compare(int old) {
    int argument = encoded << 20 >> 20;
    return switch (encoded >>> 24 & 15) {
      case 0 -> old == argument;
      case 1 -> old != argument;
      case 2 -> old < argument;
      case 3 -> old <= argument;
      case 4 -> old > argument;
      case 5 -> old >= argument;
      default -> throw Errno.ENOSYS.failure();
    };
  }
}
