package spool.kernel.sync;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.function.BooleanSupplier;
import spool.kernel.abi.Errno;

/// The waits on futexes (futex(2)), for each word in the order in which they began.
///
/// A word is known by a key that the memory's owner chooses, so that a word in shared memory is one
/// futex under all its addresses.
///
/// A wake must never be lost: it marks the [FutexWait], and the repeated execution of the call
/// finds the mark. A wait that ends otherwise takes itself out before it answers, so that no wake
/// is spent on it.
///
/// Invariant: a wait is in the queue of its key if and only if it is marked as queued.
public final class Futexes {
  /// Only looked up, never gone through: its order plays no part.
  private final Map<Object, SequencedSet<FutexWait>> waits = new HashMap<>();

  /// Waits for `waiter`, if the word still has the value expected. The handler calls it with the
  /// same `wait` at every execution. Returns when woken; throws `EAGAIN` for another value,
  /// `ETIMEDOUT`, or what [Waiter#block] answers.
  public void await(Waiter waiter, FutexWait wait, BooleanSupplier isExpected) {
    if (wait.isWoken()) {
      return;
    }
    if (wait.deadline() <= waiter.now() && wait.isQueued()) {
      remove(wait);
      throw Errno.ETIMEDOUT.failure();
    }
    if (!wait.isQueued()) {
      begin(wait, isExpected);
    }
    RuntimeException answer = waiter.block(wait.deadline(), wait.queue());
    if (answer instanceof Interrupted) {
      remove(wait);
    }
    throw answer;
  }

  private void begin(FutexWait wait, BooleanSupplier isExpected) {
    if (!isExpected.getAsBoolean()) {
      throw Errno.EAGAIN.failure();
    }
    insert(wait, wait.key());
  }

  private void insert(FutexWait wait, Object key) {
    waits.computeIfAbsent(key, _ -> new LinkedHashSet<>()).add(wait);
    wait.enterQueue(key);
  }

  private void remove(FutexWait wait) {
    SequencedSet<FutexWait> queue = queue(wait.key());
    queue.remove(wait);
    wait.leaveQueue();
    forgetIfEmpty(wait.key(), queue);
  }

  private SequencedSet<FutexWait> queue(Object key) {
    return waits.getOrDefault(key, new LinkedHashSet<>());
  }

  private void forgetIfEmpty(Object key, SequencedSet<FutexWait> queue) {
    if (queue.isEmpty()) {
      waits.remove(key);
    }
  }

  /// Wakes up to `most` waits on `key` with any of `bits`, longest first, and answers how many.
  public int wake(Object key, int most, int bits) {
    SequencedSet<FutexWait> queue = queue(key);
    int count = 0;
    Iterator<FutexWait> each = queue.iterator();
    while (count < most && each.hasNext()) {
      FutexWait wait = each.next();
      if (wait.matches(bits)) {
        each.remove();
        wait.wake();
        count++;
      }
    }
    forgetIfEmpty(key, queue);
    return count;
  }

  /// Lets up to `most` waits on `from` wait on `to` instead, and answers how many.
  public int requeue(Object from, Object to, int most) {
    if (from.equals(to)) {
      return Math.min(most, queue(from).size());
    }
    SequencedSet<FutexWait> queue = queue(from);
    int count = 0;
    while (count < most && !queue.isEmpty()) {
      insert(queue.removeFirst(), to);
      count++;
    }
    forgetIfEmpty(from, queue);
    return count;
  }

  /// How many wait on `key`.
  public int waiting(Object key) {
    return queue(key).size();
  }
}
