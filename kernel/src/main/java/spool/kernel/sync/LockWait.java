package spool.kernel.sync;

import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import spool.kernel.abi.Errno;
import spool.kernel.sched.Urgency;

/// A wait for a lock with priority inheritance, kept from one execution of the call to the next.
public final class LockWait {
  /// The most urgent first, of equals who came first.
  static final Comparator<LockWait> ORDER =
      Comparator.<LockWait, Urgency>comparing(wait -> wait.urgency)
          .thenComparingLong(wait -> wait.number);

  private final Inheritor task;
  private final Object key;
  private final FutexWord word;
  private final long deadline;
  private final WaitQueue queue = new WaitQueue();
  private @Nullable InheritanceLock lock;
  private Urgency urgency = Urgency.NORMAL;
  private long number;
  private boolean acquired;
  private @Nullable Errno failure;

  /// A wait of `task` until `deadline` for the lock `key`, whose `word` is in its memory.
  public LockWait(Inheritor task, Object key, FutexWord word, long deadline) {
    this.task = task;
    this.key = key;
    this.word = word;
    this.deadline = deadline;
  }

  /// Whether it is for the lock `other`.
  public boolean isFor(Object other) {
    return key.equals(other);
  }

  Inheritor task() {
    return task;
  }

  Object key() {
    return key;
  }

  FutexWord word() {
    return word;
  }

  long deadline() {
    return deadline;
  }

  WaitQueue queue() {
    return queue;
  }

  /// The lock, while the task waits for it.
  Optional<InheritanceLock> lock() {
    return Optional.ofNullable(lock);
  }

  /// Stands in the queue of `next` as number `newNumber`.
  void enter(InheritanceLock next, long newNumber) {
    lock = next;
    urgency = task.urgency();
    number = newNumber;
  }

  void leave() {
    lock = null;
  }

  /// Ends the wait: the task has the lock.
  void acquire() {
    acquired = true;
    queue.wakeAll();
  }

  /// Ends the wait: the call is to fail with `reason`.
  void fail(Errno reason) {
    failure = reason;
    queue.wakeAll();
  }

  /// Whether the task was given the lock. Fails if it was refused.
  boolean isAcquired() {
    if (failure != null) {
      throw failure.failure();
    }
    return acquired;
  }
}
