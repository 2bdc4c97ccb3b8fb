package spool.kernel.ipc.systemv;

import spool.kernel.abi.SystemV;

/// One operation of `semop`, a `struct sembuf`: adds to a semaphore, takes from it, or waits until
/// it is zero.
///
/// @param number of the semaphore in its set
/// @param change what is added, or 0 to wait for zero
/// @param flags `IPC_NOWAIT`, `SEM_UNDO`
public record SemaphoreOperation(int number, int change, int flags) {
  /// Bytes of a `struct sembuf`.
  public static final int BYTES = 6;

  /// Whether it only waits for zero.
  boolean awaitsZero() {
    return change == 0;
  }

  /// Whether the call fails rather than wait for it.
  boolean isImmediate() {
    return (flags & SystemV.IPC_NOWAIT) != 0;
  }

  /// Whether it is taken back when the process ends.
  boolean isUndone() {
    return (flags & SystemV.SEM_UNDO) != 0;
  }
}
