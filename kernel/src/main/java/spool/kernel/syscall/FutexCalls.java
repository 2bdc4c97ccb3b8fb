package spool.kernel.syscall;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import spool.kernel.abi.Errno;
import spool.kernel.abi.FutexVector;
import spool.kernel.abi.Timespec;
import spool.kernel.process.Clocks;
import spool.kernel.process.ProcessTable;
import spool.kernel.process.RobustList;
import spool.kernel.process.Task;
import spool.kernel.sched.Attributes;
import spool.kernel.sync.FutexWait;
import spool.kernel.sync.Futexes;
import spool.kernel.sync.InheritanceLocks;
import spool.kernel.sync.LockWait;
import spool.kernel.sync.WaitQueue;
import spool.kernel.sync.Waiter;
import spool.kernel.vm.AddressSpace;
import spool.kernel.vm.FutexKey;

/// System calls about futexes (futex(2), futex_waitv in the kernel's documentation).
public final class FutexCalls {
  private static final int FUTEX_WAIT = 0;
  private static final int FUTEX_WAKE = 1;
  private static final int FUTEX_REQUEUE = 3;
  private static final int FUTEX_CMP_REQUEUE = 4;
  private static final int FUTEX_WAKE_OP = 5;
  private static final int FUTEX_LOCK_PI = 6;
  private static final int FUTEX_UNLOCK_PI = 7;
  private static final int FUTEX_TRYLOCK_PI = 8;
  private static final int FUTEX_WAIT_BITSET = 9;
  private static final int FUTEX_WAKE_BITSET = 10;
  private static final int FUTEX_WAIT_REQUEUE_PI = 11;
  private static final int FUTEX_CMP_REQUEUE_PI = 12;
  private static final int FUTEX_LOCK_PI2 = 13;
  private static final int FUTEX_PRIVATE = 128;
  private static final int FUTEX_CLOCK_REALTIME = 256;
  private static final int FUTEX_COMMAND = ~(FUTEX_PRIVATE | FUTEX_CLOCK_REALTIME);

  /// Tasks with deadlines are woken before all that have a real-time priority.
  private static final int DEADLINE_RANK = 100;

  private final Futexes futexes;
  private final InheritanceLocks locks;
  private final Clocks clocks;
  private final ProcessTable table;

  /// Calls on `futexes` and `locks`, with time limits on `clocks`.
  public FutexCalls(Futexes futexes, InheritanceLocks locks, Clocks clocks, ProcessTable table) {
    this.futexes = futexes;
    this.locks = locks;
    this.clocks = clocks;
    this.table = table;
  }

  /// Supported: every operation but `FUTEX_FD`, which Linux has no more, private and shared, with
  /// priority inheritance.
  @SystemCall(number = 98, name = "futex")
  long futex(Task task, long word, int operation, int value, long timeout, long other, int last) {
    requireClock(operation);
    return switch (operation & FUTEX_COMMAND) {
      case FUTEX_WAIT -> await(task, word, operation, value, timeout, FutexWait.ANY);
      case FUTEX_WAIT_BITSET -> await(task, word, operation, value, timeout, last);
      case FUTEX_WAKE -> wake(task, word, operation, value, FutexWait.ANY);
      case FUTEX_WAKE_BITSET -> wake(task, word, operation, value, last);
      case FUTEX_REQUEUE -> requeue(task, word, operation, value, (int) timeout, other, () -> {});
      case FUTEX_CMP_REQUEUE ->
          requeue(
              task,
              word,
              operation,
              value,
              (int) timeout,
              other,
              () -> requireValue(task, word, last));
      case FUTEX_WAKE_OP -> wakeOperation(task, word, operation, value, (int) timeout, other, last);
      case FUTEX_LOCK_PI, FUTEX_LOCK_PI2 -> lock(task, word, operation, timeout);
      case FUTEX_TRYLOCK_PI -> tryLock(task, word, operation);
      case FUTEX_UNLOCK_PI -> unlock(task, word, operation);
      case FUTEX_WAIT_REQUEUE_PI -> awaitRequeue(task, word, operation, value, timeout, other);
      case FUTEX_CMP_REQUEUE_PI ->
          requeueToLock(task, word, operation, value, (int) timeout, other, last);
      default -> throw Errno.ENOSYS.failure();
    };
  }

  /// Only some operations can be given a point in real time.
  private static void requireClock(int operation) {
    boolean mayChoose =
        switch (operation & FUTEX_COMMAND) {
          case FUTEX_WAIT_BITSET, FUTEX_WAIT_REQUEUE_PI, FUTEX_LOCK_PI2 -> true;
          default -> false;
        };
    if ((operation & FUTEX_CLOCK_REALTIME) != 0 && !mayChoose) {
      throw Errno.ENOSYS.failure();
    }
  }

  private static void requireBits(int bits) {
    if (bits == 0) {
      throw Errno.EINVAL.failure();
    }
  }

  /// Linux wakes one for a count that is not positive.
  private static int count(int value) {
    return Math.max(1, value);
  }

  private static FutexKey key(Task task, long word, int operation) {
    return key(task, word, (operation & FUTEX_PRIVATE) == 0);
  }

  /// The key of the word, which is there if others may have it too; one of this process's own is
  /// only found missing when it is read.
  private static FutexKey key(Task task, long word, boolean shared) {
    if (word % Integer.BYTES != 0) {
      throw Errno.EINVAL.failure();
    }
    if (shared || !AddressSpace.isUser(word)) {
      task.memory().load32(word);
    }
    return task.memory().futexKey(word, shared);
  }

  /// Who is woken first: real-time tasks by priority, then all others.
  private static int rank(Task task) {
    Attributes attributes = task.attributes();
    return attributes.isPeriodic() ? DEADLINE_RANK : attributes.priority();
  }

  private long await(Task task, long word, int operation, int value, long timeout, int bits) {
    Optional<FutexWait> begun = task.kept(FutexWait.class);
    FutexWait wait =
        begun.isPresent()
            ? begun.get()
            : task.keep(newWait(task, word, operation, deadline(task, operation, timeout), bits));
    futexes.await(task, wait, new Expectation(task.memory(), word, value));
    return 0;
  }

  private static FutexWait newWait(Task task, long word, int operation, long deadline, int bits) {
    requireBits(bits);
    FutexKey key = key(task, word, operation);
    return new FutexWait(key, deadline, bits, rank(task), new WaitQueue());
  }

  /// That a word still has the value that its program saw.
  private record Expectation(AddressSpace memory, long word, int value) implements BooleanSupplier {
    @Override
    public boolean getAsBoolean() {
      return memory.load32(word) == value;
    }
  }

  /// `WAIT` has a duration, all others a point in time, `LOCK_PI` always in real time.
  private long deadline(Task task, int operation, long timeout) {
    int command = operation & FUTEX_COMMAND;
    boolean realTime = (operation & FUTEX_CLOCK_REALTIME) != 0 || command == FUTEX_LOCK_PI;
    int clock = realTime ? Clocks.CLOCK_REALTIME : Clocks.CLOCK_MONOTONIC;
    return deadline(task, clock, command != FUTEX_WAIT, timeout);
  }

  private long deadline(Task task, int clock, boolean absolute, long timeout) {
    if (timeout == 0) {
      return Waiter.NEVER;
    }
    Timespec time = Timespec.of(task.memory().read(timeout, Timespec.BYTES));
    return clocks.deadline(clock, absolute, time.toNanoseconds());
  }

  private long wake(Task task, long word, int operation, int most, int bits) {
    requireBits(bits);
    return futexes.wake(plainKey(task, word, operation), count(most), bits);
  }

  /// The key of a word that no lock with priority inheritance has to do with.
  private FutexKey plainKey(Task task, long word, int operation) {
    FutexKey key = key(task, word, operation);
    if (locks.isContended(key) || futexes.isBoundForLock(key)) {
      throw Errno.EINVAL.failure();
    }
    return key;
  }

  private static void requireValue(Task task, long word, int expected) {
    if (task.memory().load32(word) != expected) {
      throw Errno.EAGAIN.failure();
    }
  }

  private long requeue(
      Task task, long word, int operation, int wake, int most, long other, Runnable check) {
    requireCounts(wake, most);
    FutexKey from = plainKey(task, word, operation);
    FutexKey to = key(task, other, operation);
    check.run();
    long woken = futexes.wake(from, wake, FutexWait.ANY);
    return woken + futexes.requeue(from, to, most);
  }

  private static void requireCounts(int wake, int most) {
    if (wake < 0 || most < 0) {
      throw Errno.EINVAL.failure();
    }
  }

  private long wakeOperation(
      Task task, long word, int operation, int wake, int wakeOther, long other, int encoded) {
    FutexKey first = plainKey(task, word, operation);
    FutexKey second = plainKey(task, other, operation);
    FutexOperation change = new FutexOperation(encoded);
    int old = change(task, other, change);
    long woken = futexes.wake(first, count(wake), FutexWait.ANY);
    return change.compare(old)
        ? woken + futexes.wake(second, count(wakeOther), FutexWait.ANY)
        : woken;
  }

  /// Changes a word in one step, and answers what it was.
  private static int change(Task task, long word, FutexOperation change) {
    int old;
    do {
      old = task.memory().load32(word);
    } while (!task.memory().replace32(word, old, change.apply(old)));
    return old;
  }

  private long lock(Task task, long word, int operation, long timeout) {
    locks.lock(
        task.progress(
            LockWait.class,
            () -> lockWait(task, word, operation, deadline(task, operation, timeout))));
    return 0;
  }

  private static LockWait lockWait(Task task, long word, int operation, long deadline) {
    FutexKey key = key(task, word, operation);
    return new LockWait(task, key, new UserWord(task.memory(), word), deadline);
  }

  private long tryLock(Task task, long word, int operation) {
    locks.tryLock(lockWait(task, word, operation, Waiter.NEVER));
    return 0;
  }

  private long unlock(Task task, long word, int operation) {
    locks.unlock(task, key(task, word, operation), new UserWord(task.memory(), word));
    return 0;
  }

  private long awaitRequeue(
      Task task, long word, int operation, int value, long timeout, long lock) {
    FutexWait wait =
        task.progress(
            FutexWait.class,
            () -> {
              LockWait target = lockWait(task, lock, operation, deadline(task, operation, timeout));
              return new FutexWait(otherKey(task, word, operation, target), rank(task), target);
            });
    locks.await(wait, new Expectation(task.memory(), word, value));
    return 0;
  }

  /// The key of a word that is not the lock's.
  private static FutexKey otherKey(Task task, long word, int operation, LockWait lock) {
    FutexKey key = key(task, word, operation);
    if (lock.isFor(key)) {
      throw Errno.EINVAL.failure();
    }
    return key;
  }

  private long requeueToLock(
      Task task, long word, int operation, int wake, int most, long lock, int expected) {
    requireCounts(wake, most);
    if (wake != 1) {
      throw Errno.EINVAL.failure();
    }
    FutexKey from = key(task, word, operation);
    FutexKey to = key(task, lock, operation);
    requireValue(task, word, expected);
    return locks.requeue(from, to, 1L + most);
  }

  /// Supported, for words of 32 bits.
  @SystemCall(number = 449, name = "futex_waitv")
  long futexWaitv(Task task, long vectors, int count, int flags, long timeout, int clock) {
    Vector vector =
        task.progress(Vector.class, () -> vector(task, vectors, count, flags, timeout, clock));
    return futexes.await(task, vector.waits, () -> vector.isExpected(task));
  }

  /// The waits of one call, and the words.
  private record Vector(List<FutexWait> waits, List<FutexVector> words) {
    boolean isExpected(Task task) {
      return words.stream().allMatch(word -> word.matches(task.memory().load32(word.address())));
    }
  }

  private Vector vector(Task task, long vectors, int count, int flags, long timeout, int clock) {
    boolean isClock = clock == Clocks.CLOCK_MONOTONIC || clock == Clocks.CLOCK_REALTIME;
    boolean isCount = count > 0 && count <= FutexVector.MOST;
    if (flags != 0 || !isCount || vectors == 0 || (timeout != 0 && !isClock)) {
      throw Errno.EINVAL.failure();
    }
    long deadline = deadline(task, clock, true, timeout);
    List<FutexVector> words =
        FutexVector.parse(task.memory().read(vectors, count * FutexVector.BYTES));
    WaitQueue queue = new WaitQueue();
    List<FutexWait> waits = new ArrayList<>();
    for (FutexVector word : words) {
      FutexKey key = key(task, word.valid().address(), !word.isPrivate());
      waits.add(new FutexWait(key, deadline, FutexWait.ANY, rank(task), queue));
    }
    return new Vector(waits, words);
  }

  /// Supported.
  @SystemCall(number = 99, name = "set_robust_list")
  long setRobustList(Task task, long head, long length) {
    if (length != RobustList.HEAD_BYTES) {
      throw Errno.EINVAL.failure();
    }
    task.robustList(head);
    return 0;
  }

  /// Supported.
  @SystemCall(number = 100, name = "get_robust_list")
  long getRobustList(Task task, int tid, long head, long length) {
    Task owner = tid == 0 ? task : table.task(tid).orElseThrow(Errno.ESRCH::failure);
    if (!task.credentials().isPrivileged() && !SchedulingRules.isOwner(task, owner)) {
      throw Errno.EPERM.failure();
    }
    task.memory().store64(length, RobustList.HEAD_BYTES);
    task.memory().store64(head, owner.robustList());
    return 0;
  }
}
