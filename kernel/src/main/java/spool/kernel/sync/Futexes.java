package spool.kernel.sync;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import spool.kernel.abi.Errno;

/// The waits on futexes (futex(2)), for each word in the order in which they are woken: real-time
/// tasks by priority, then the others, and among equals who began first.
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
  private final Map<Object, NavigableSet<FutexWait>> waits = new HashMap<>();

  private long numbers;

  /// Waits for `waiter`, if the word still has the value expected. The handler calls it with the
  /// same `wait` at every execution. Returns when woken; throws `EAGAIN` for another value,
  /// `ETIMEDOUT`, or what [Waiter#block] answers.
  public void await(Waiter waiter, FutexWait wait, BooleanSupplier isExpected) {
    await(waiter, List.of(wait), isExpected);
  }

  /// As [#await(Waiter, FutexWait, BooleanSupplier)] for the first of several wakes: `waits`, which
  /// have one queue and one deadline, begin and end together. Answers the index of one that was
  /// woken.
  public int await(Waiter waiter, List<FutexWait> together, BooleanSupplier areExpected) {
    FutexWait first = together.getFirst();
    for (FutexWait wait : together) {
      if (wait.isWoken()) {
        removeAll(together);
        return together.indexOf(wait);
      }
    }
    if (!first.isQueued()) {
      begin(together, areExpected);
    } else if (first.deadline() <= waiter.now()) {
      removeAll(together);
      throw Errno.ETIMEDOUT.failure();
    }
    RuntimeException answer = waiter.block(first.deadline(), first.queue());
    if (answer instanceof Interrupted) {
      removeAll(together);
    }
    throw answer;
  }

  /// Highest rank first, and among equal ones who came first.
  private static int order(FutexWait one, FutexWait other) {
    int byRank = Integer.compare(other.rank(), one.rank());
    return byRank != 0 ? byRank : Long.compare(one.number(), other.number());
  }

  private void begin(List<FutexWait> together, BooleanSupplier areExpected) {
    if (!areExpected.getAsBoolean()) {
      throw Errno.EAGAIN.failure();
    }
    for (FutexWait wait : together) {
      insert(wait, wait.key());
    }
  }

  private void insert(FutexWait wait, Object key) {
    wait.enterQueue(key, numbers++);
    waits.computeIfAbsent(key, _ -> new TreeSet<>(Futexes::order)).add(wait);
  }

  private void removeAll(List<FutexWait> together) {
    for (FutexWait wait : together) {
      remove(wait);
    }
  }

  /// Ends a wait without waking; nothing happens if it is over.
  void remove(FutexWait wait) {
    if (wait.isQueued()) {
      NavigableSet<FutexWait> queue = queue(wait.key());
      queue.remove(wait);
      wait.leaveQueue();
      forgetIfEmpty(wait.key(), queue);
    }
  }

  private NavigableSet<FutexWait> queue(Object key) {
    return waits.getOrDefault(key, Collections.emptyNavigableSet());
  }

  private void forgetIfEmpty(Object key, NavigableSet<FutexWait> queue) {
    if (queue.isEmpty()) {
      waits.remove(key);
    }
  }

  /// Wakes up to `most` waits on `key` with any of `bits`, and answers how many.
  public int wake(Object key, int most, int bits) {
    List<FutexWait> chosen = new ArrayList<>();
    Iterator<FutexWait> queued = queue(key).iterator();
    while (chosen.size() < most && queued.hasNext()) {
      FutexWait wait = queued.next();
      if (wait.matches(bits)) {
        chosen.add(wait);
      }
    }
    for (FutexWait wait : chosen) {
      remove(wait);
      wait.wake();
    }
    return chosen.size();
  }

  /// Lets up to `most` waits on `from` wait on `to` instead, and answers how many.
  public int requeue(Object from, Object to, int most) {
    List<FutexWait> chosen = first(from, most);
    if (!from.equals(to)) {
      for (FutexWait wait : chosen) {
        remove(wait);
        insert(wait, to);
      }
    }
    return chosen.size();
  }

  /// The `most` waits on `key` that are woken first.
  List<FutexWait> first(Object key, long most) {
    return queue(key).stream().limit(most).toList();
  }

  /// How many wait on `key`.
  public int waiting(Object key) {
    return queue(key).size();
  }

  /// Whether one of the waits on `key` is to become one for a lock.
  public boolean isBoundForLock(Object key) {
    for (FutexWait wait : queue(key)) {
      if (wait.target().isPresent()) {
        return true;
      }
    }
    return false;
  }

  /// Whether nobody waits on anything.
  public boolean isEmpty() {
    return waits.isEmpty();
  }
}
