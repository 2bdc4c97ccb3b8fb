package spool.kernel.process;

import spool.kernel.abi.ErrnoException;
import spool.kernel.sync.FutexWait;
import spool.kernel.sync.FutexWord;
import spool.kernel.sync.Futexes;
import spool.kernel.vm.AddressSpace;

/// The locks that a task held when it ended (get_robust_list(2)), kept by the program in its own
/// memory: a circular list whose head has the next entry, the distance from an entry to its futex
/// word, and an entry that was being inserted or removed.
///
/// Nothing in that memory can be trusted. A bad address ends the walk, and so does the 2048th
/// entry.
public final class RobustList {
  /// Bytes of the head, as `set_robust_list` wants it.
  public static final long HEAD_BYTES = 24;

  private static final long PRIORITY_INHERITANCE = 1;
  private static final int MOST_ENTRIES = 2048;
  private static final long OFFSET = 8;
  private static final long PENDING = 16;

  private final AddressSpace memory;
  private final Futexes futexes;
  private final int tid;

  private RobustList(AddressSpace memory, Futexes futexes, int tid) {
    this.memory = memory;
    this.futexes = futexes;
    this.tid = tid;
  }

  /// Marks what `task` held as left by a dead owner, and wakes one waiter each.
  static void release(Task task, Futexes futexes) {
    long head = task.robustList();
    task.robustList(0);
    if (head != 0) {
      new RobustList(task.process().memory(), futexes, task.tid()).walk(head);
    }
  }

  private void walk(long head) {
    try {
      long offset = memory.load64(head + OFFSET);
      long pending = memory.load64(head + PENDING);
      long pointer = memory.load64(head);
      for (int count = 0; entry(pointer) != head && count < MOST_ENTRIES; count++) {
        long next = memory.load64(entry(pointer));
        if (entry(pointer) != entry(pending)) {
          abandon(entry(pointer) + offset, inherits(pointer));
        }
        pointer = next;
      }
      if (entry(pending) != 0) {
        abandonPending(entry(pending) + offset, inherits(pending));
      }
    } catch (ErrnoException badList) {
      // The program spoiled its own list: what is left of it stays locked, as on Linux.
      return;
    }
  }

  /// The address in a pointer whose lowest bit marks locks with priority inheritance.
  private static long entry(long pointer) {
    return pointer & ~PRIORITY_INHERITANCE;
  }

  private static boolean inherits(long pointer) {
    return (pointer & PRIORITY_INHERITANCE) != 0;
  }

  /// A lock with priority inheritance is handed over by [spool.kernel.sync.InheritanceLocks], which
  /// knows who waits for it.
  private void abandon(long word, boolean inherits) {
    int value = memory.load32(word);
    if ((value & FutexWord.TID_MASK) == tid) {
      while (!memory.replace32(word, value, (value & FutexWord.WAITERS) | FutexWord.OWNER_DIED)) {
        value = memory.load32(word);
      }
      if ((value & FutexWord.WAITERS) != 0 && !inherits) {
        wakeOne(word);
      }
    }
  }

  /// The task owes a wake if it has unlocked the entry, or was woken to take it and has not. That
  /// somebody else holds the lock now does not pay for it: who came in between knows of no waiters.
  /// (Linux wakes only if nobody holds it.)
  private void abandonPending(long word, boolean inherits) {
    if ((memory.load32(word) & FutexWord.TID_MASK) == tid || inherits) {
      abandon(word, inherits);
    } else {
      wakeOne(word);
    }
  }

  private void wakeOne(long word) {
    futexes.wake(memory.futexKey(word, true), 1, FutexWait.ANY);
  }
}
