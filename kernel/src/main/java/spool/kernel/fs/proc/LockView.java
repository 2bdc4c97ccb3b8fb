package spool.kernel.fs.proc;

/// Locks and who waits for them, as /proc shows it.
public interface LockView {
  /// The present deadlocks: `/proc/deadlocks`.
  String deadlocks();

  /// How long each lock was waited for: `/proc/lock_stat`.
  String statistics();

  /// Forgets what was counted: what is written there must be `0`, as on Linux, else throws
  /// [IllegalArgumentException].
  void clear(String value);

  /// Whether it is counted, as 0 or 1: `/proc/sys/kernel/lock_stat`.
  String setting();

  /// Begins or ends counting. Throws [IllegalArgumentException] for what is not 0 or 1.
  void change(String value);
}
