package spool.kernel.sync;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A wait on a futex, kept from one execution of the call to the next.
public final class FutexWait {
  /// Every bit of `FUTEX_WAIT_BITSET`.
  public static final int ANY = -1;

  private final WaitQueue queue;
  private final long deadline;
  private final int bits;
  private final int rank;
  private final @Nullable LockWait target;
  private Object key;
  private long number;
  private boolean queued;
  private boolean woken;

  private FutexWait(
      Object key, long deadline, int bits, int rank, WaitQueue queue, @Nullable LockWait target) {
    this.key = key;
    this.deadline = deadline;
    this.bits = bits;
    this.rank = rank;
    this.queue = queue;
    this.target = target;
  }

  /// A wait on the futex `key` until `deadline`, to be ended by wakes with any of `bits`, at
  /// `queue` together with others that one task waits for at the same time. Of a higher `rank` is
  /// who is woken first.
  public FutexWait(Object key, long deadline, int bits, int rank, WaitQueue queue) {
    this(key, deadline, bits, rank, queue, null);
  }

  /// A wait on the futex `key` that is to become the wait `target` for a lock.
  public FutexWait(Object key, int rank, LockWait target) {
    this(key, target.deadline(), ANY, rank, target.queue(), target);
  }

  WaitQueue queue() {
    return queue;
  }

  long deadline() {
    return deadline;
  }

  boolean matches(int wanted) {
    return (bits & wanted) != 0;
  }

  /// The higher is woken first.
  int rank() {
    return rank;
  }

  /// The wait that this one is to become, if it is made for that.
  Optional<LockWait> target() {
    return Optional.ofNullable(target);
  }

  /// The futex that it waits on now: another than at first if it was moved.
  public Object key() {
    return key;
  }

  /// Its place among those of its rank.
  long number() {
    return number;
  }

  boolean isQueued() {
    return queued;
  }

  boolean isWoken() {
    return woken;
  }

  void enterQueue(Object newKey, long newNumber) {
    key = newKey;
    number = newNumber;
    queued = true;
  }

  void leaveQueue() {
    queued = false;
  }

  void wake() {
    woken = true;
    queued = false;
    queue.wakeAll();
  }
}
