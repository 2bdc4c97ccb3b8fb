package spool.kernel.sync;

/// A wait on a futex, kept from one execution of the call to the next.
public final class FutexWait {
  /// Every bit of `FUTEX_WAIT_BITSET`.
  public static final int ANY = -1;

  private final WaitQueue queue = new WaitQueue();
  private final long deadline;
  private final int bits;
  private Object key;
  private boolean queued;
  private boolean woken;

  /// A wait on the futex `key` until `deadline`, to be ended by wakes with any of `bits`.
  public FutexWait(Object key, long deadline, int bits) {
    this.key = key;
    this.deadline = deadline;
    this.bits = bits;
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

  /// The futex that it waits on now: another than at first if it was moved.
  public Object key() {
    return key;
  }

  boolean isQueued() {
    return queued;
  }

  boolean isWoken() {
    return woken;
  }

  void enterQueue(Object newKey) {
    key = newKey;
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
