package spool.kernel.sync;

/// The word of a futex in a program's memory, whose bits mean something to the kernel if it is a
/// lock: who holds it, whether somebody waits, and whether a holder ended without giving it back
/// (futex(2), section on priority-inheritance futexes; get_robust_list(2)).
public interface FutexWord {
  /// Somebody waits in the kernel, so that the holder must give the lock back there.
  int WAITERS = 0x8000_0000;

  /// The last holder ended while it held the lock.
  int OWNER_DIED = 0x4000_0000;

  /// The number of the task that holds the lock, or 0.
  int TID_MASK = 0x3fff_ffff;

  /// The word. Fails with `EFAULT` where there is no memory.
  int load();

  /// Changes the word. Fails with `EFAULT` where nothing can be written.
  void store(int value);

  /// Changes the word to `value` if it is `expected`, in one step even for programs that run
  /// meanwhile, and says whether it was. Fails as [#store].
  boolean replace(int expected, int value);
}
