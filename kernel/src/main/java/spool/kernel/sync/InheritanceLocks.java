package spool.kernel.sync;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import spool.kernel.abi.Errno;
import spool.kernel.abi.ErrnoException;

/// Locks with priority inheritance (futex(2), section on priority-inheritance futexes).
///
/// A lock that nobody waits for is a word in a program's memory and no more: 0, or the number of
/// the task that holds it, put there without the kernel's knowledge. The first who has to wait
/// brings the kernel in: it sets [FutexWord#WAITERS], so that the holder must come here to give the
/// lock back, and from then on the kernel knows the holder for itself. Whoever gives back hands
/// over: the most urgent of those who wait is the owner, in the word and here, before it runs, so
/// that no third task gets in between.
///
/// Nothing in the word can be trusted: if it names another holder than the kernel knows the call
/// fails with `EINVAL`, and only tasks that live are believed to hold anything.
///
/// Invariant: a lock is known here if and only if a task waits for it; its owner lives and does not
/// wait for it, and every one of its waits is that of a task which waits for nothing else.
public final class InheritanceLocks {
  private final Futexes futexes;

  /// Finds the task with a number, if it lives.
  private final IntFunction<Optional<? extends Inheritor>> tasks;

  /// Only looked up, never gone through: its order plays no part.
  private final Map<Object, InheritanceLock> locks = new HashMap<>();

  /// Locks beside `futexes`, held by `tasks`.
  public InheritanceLocks(Futexes futexes, IntFunction<Optional<? extends Inheritor>> tasks) {
    this.futexes = futexes;
    this.tasks = tasks;
  }

  /// Takes the lock of `wait`, or waits for it. The handler calls it with the same `wait` at every
  /// execution. Throws `EDEADLK` if the task would wait for itself, `ESRCH` if the holder does not
  /// live, `EINVAL`, `ETIMEDOUT`, or what [Waiter#block] answers.
  public void lock(LockWait wait) {
    if (wait.isAcquired()) {
      return;
    }
    if (wait.lock().isEmpty()) {
      if (takes(wait, 0)) {
        return;
      }
      contend(wait);
    }
    throw restarting(pause(wait));
  }

  /// Takes the lock of `wait` if it is free, or fails with `EAGAIN`.
  public void tryLock(LockWait wait) {
    if (!takes(wait, 0)) {
      claim(wait);
      throw Errno.EAGAIN.failure();
    }
  }

  /// Writes the task of `wait` into the word, with `flags`, if the lock is free. Otherwise its
  /// holder has to come here from now on.
  private boolean takes(LockWait wait, int flags) {
    int value = wait.word().load();
    while (!isSettled(wait, value, flags)) {
      value = wait.word().load();
    }
    return isFree(wait, value);
  }

  /// Does what is to be done about a word with `value`, unless it has another one by now.
  private boolean isSettled(LockWait wait, int value, int flags) {
    int holder = value & FutexWord.TID_MASK;
    if (holder == wait.task().tid()) {
      throw Errno.EDEADLK.failure();
    }
    if (futexes.waiting(wait.key()) > 0) {
      throw Errno.EINVAL.failure();
    }
    if (isFree(wait, value)) {
      int taken = (value & FutexWord.OWNER_DIED) | wait.task().tid() | flags;
      return wait.word().replace(value, taken);
    }
    return locks.containsKey(wait.key()) || wait.word().replace(value, value | FutexWord.WAITERS);
  }

  private boolean isFree(LockWait wait, int value) {
    return (value & FutexWord.TID_MASK) == 0 && !locks.containsKey(wait.key());
  }

  /// The lock that `wait` is for, which another holds.
  private InheritanceLock claim(LockWait wait) {
    int value = wait.word().load();
    int holder = value & FutexWord.TID_MASK;
    InheritanceLock known = locks.get(wait.key());
    if (known == null) {
      Inheritor owner = tasks.apply(holder).orElseThrow(Errno.ESRCH::failure);
      return new InheritanceLock(wait.key(), owner);
    }
    if (known.owner().tid() != holder) {
      throw Errno.EINVAL.failure();
    }
    return known;
  }

  /// Puts `wait` among the waits for its lock, and lets the owner inherit.
  private void contend(LockWait wait) {
    InheritanceLock lock = claim(wait);
    Inheritance owner = lock.owner().inheritance();
    if (owner.leadsTo(wait.task())) {
      throw Errno.EDEADLK.failure();
    }
    lock.insert(wait);
    wait.task().inheritance().waits(wait);
    locks.put(wait.key(), lock);
    owner.holds(lock);
    owner.settle();
  }

  /// Blocks the task of `wait`, which is queued, or ends the wait: answers what to throw.
  private RuntimeException pause(LockWait wait) {
    if (wait.deadline() <= wait.task().now()) {
      leave(wait);
      return Errno.ETIMEDOUT.failure();
    }
    RuntimeException answer = wait.task().block(wait.deadline(), wait.queue());
    if (answer instanceof Interrupted) {
      leave(wait);
    }
    return answer;
  }

  /// Lets a call that a signal interrupts begin again after it, whatever the handler.
  private static RuntimeException restarting(RuntimeException answer) {
    boolean isInterrupted = answer instanceof Interrupted;
    return isInterrupted ? new Interrupted(Interrupted.Restart.ALWAYS) : answer;
  }

  /// Takes `wait` out without giving it the lock.
  private void leave(LockWait wait) {
    wait.lock().ifPresent(lock -> withdraw(wait, lock));
  }

  private void withdraw(LockWait wait, InheritanceLock lock) {
    lock.remove(wait);
    wait.task().inheritance().waitEnds();
    if (lock.first().isEmpty()) {
      locks.remove(lock.key());
      lock.owner().inheritance().drops(lock);
    }
    lock.owner().inheritance().settle();
  }

  /// Gives the lock `key`, whose `word` names the holder, back or to the most urgent who waits.
  /// Fails with `EPERM` if `task` does not hold it, `EINVAL`.
  public void unlock(Inheritor task, Object key, FutexWord word) {
    if ((word.load() & FutexWord.TID_MASK) != task.tid()) {
      throw Errno.EPERM.failure();
    }
    InheritanceLock lock = locks.get(key);
    if (futexes.waiting(key) > 0 || (lock != null && !lock.owner().equals(task))) {
      throw Errno.EINVAL.failure();
    }
    if (lock == null) {
      word.store(0);
    } else {
      handOver(lock, 0);
    }
  }

  /// Gives what `task` holds, which ends, to those who wait, and tells them by the word.
  public void release(Inheritor task) {
    task.inheritance().held().forEach(lock -> handOver(lock, FutexWord.OWNER_DIED));
  }

  /// Makes the most urgent who waits the owner, with `flags` in the word. One whose memory cannot
  /// be written any more is refused, and the next is asked.
  private void handOver(InheritanceLock lock, int flags) {
    Optional<LockWait> next = lock.first();
    while (next.isPresent() && !isGiven(lock, next.get(), flags)) {
      next = lock.first();
    }
  }

  private boolean isGiven(InheritanceLock lock, LockWait wait, int flags) {
    try {
      wait.word().store(wait.task().tid() | FutexWord.WAITERS | flags);
    } catch (ErrnoException badAddress) {
      withdraw(wait, lock);
      wait.fail(badAddress.errno());
      return false;
    }
    Inheritance before = lock.owner().inheritance();
    Inheritance after = wait.task().inheritance();
    lock.owner(wait.task());
    before.drops(lock);
    after.holds(lock);
    withdraw(wait, lock);
    before.settle();
    wait.acquire();
    return true;
  }

  /// Waits for `wait.key()` if the word there is as expected, to be moved to its lock by
  /// [#requeue]. Throws `EAGAIN` for another value or a wake instead, and as [#lock].
  public void await(FutexWait wait, BooleanSupplier isExpected) {
    LockWait target = wait.target().orElseThrow();
    if (target.isAcquired()) {
      return;
    }
    if (target.lock().isPresent()) {
      RuntimeException answer = pause(target);
      // It cannot begin again: the condition that it waited for has come.
      throw answer instanceof Interrupted ? Errno.EAGAIN.failure() : answer;
    }
    try {
      futexes.await(target.task(), wait, isExpected);
    } catch (Interrupted signal) {
      throw restarting(signal);
    }
    throw Errno.EAGAIN.failure();
  }

  /// Moves up to `most` of the waits on `from` to the lock `to`, the first of which gets it if it
  /// is free, and answers how many. Fails with `EINVAL` if one does not wait to be moved there, and
  /// as [#lock].
  public int requeue(Object from, Object to, long most) {
    List<FutexWait> waits = futexes.first(from, most);
    if (from.equals(to) || !waits.stream().allMatch(wait -> isBoundFor(wait, to))) {
      throw Errno.EINVAL.failure();
    }
    for (FutexWait wait : waits) {
      move(wait, wait.target().orElseThrow());
    }
    return waits.size();
  }

  private static boolean isBoundFor(FutexWait wait, Object lock) {
    return wait.target().filter(target -> target.isFor(lock)).isPresent();
  }

  private void move(FutexWait wait, LockWait target) {
    if (takes(target, FutexWord.WAITERS)) {
      futexes.remove(wait);
      target.acquire();
    } else {
      contend(target);
      futexes.remove(wait);
    }
  }

  /// Whether a task waits for the lock `key`.
  public boolean isContended(Object key) {
    return locks.containsKey(key);
  }

  /// Whether no task waits for any lock.
  public boolean isEmpty() {
    return locks.isEmpty();
  }
}
