package spool.kernel.syscall;

import spool.kernel.abi.Errno;
import spool.kernel.abi.Timespec;
import spool.kernel.process.Clocks;
import spool.kernel.process.ProcessTable;
import spool.kernel.process.RobustList;
import spool.kernel.process.Task;
import spool.kernel.sync.FutexWait;
import spool.kernel.sync.Futexes;
import spool.kernel.sync.Waiter;
import spool.kernel.vm.FutexKey;

/// System calls about futexes (futex(2)).
public final class FutexCalls {
  private static final int FUTEX_WAIT = 0;
  private static final int FUTEX_WAKE = 1;
  private static final int FUTEX_REQUEUE = 3;
  private static final int FUTEX_CMP_REQUEUE = 4;
  private static final int FUTEX_WAKE_OP = 5;
  private static final int FUTEX_WAIT_BITSET = 9;
  private static final int FUTEX_WAKE_BITSET = 10;
  private static final int FUTEX_PRIVATE = 128;
  private static final int FUTEX_CLOCK_REALTIME = 256;
  private static final int FUTEX_COMMAND = 127;

  private final Futexes futexes;
  private final Clocks clocks;
  private final ProcessTable table;

  /// Calls on `futexes`, with time limits on `clocks`.
  public FutexCalls(Futexes futexes, Clocks clocks, ProcessTable table) {
    this.futexes = futexes;
    this.clocks = clocks;
    this.table = table;
  }

  /// Supported: `WAIT`, `WAKE`, `REQUEUE`, `CMP_REQUEUE`, `WAKE_OP` and the `BITSET` forms, private
  /// and shared. Futexes with priority inheritance answer `ENOSYS`.
  @SystemCall(number = 98, name = "futex")
  long futex(Task task, long word, int operation, int value, long timeout, long other, int last) {
    requireAligned(word);
    return switch (operation & FUTEX_COMMAND) {
      case FUTEX_WAIT -> await(task, word, operation, value, timeout, FutexWait.ANY);
      case FUTEX_WAIT_BITSET -> await(task, word, operation, value, timeout, bits(last));
      case FUTEX_WAKE -> futexes.wake(key(task, word, operation), count(value), FutexWait.ANY);
      case FUTEX_WAKE_BITSET -> futexes.wake(key(task, word, operation), count(value), bits(last));
      case FUTEX_REQUEUE -> requeue(task, word, operation, value, (int) timeout, other);
      case FUTEX_CMP_REQUEUE -> {
        requireValue(task, word, last);
        yield requeue(task, word, operation, value, (int) timeout, other);
      }
      case FUTEX_WAKE_OP -> wakeOperation(task, word, operation, value, (int) timeout, other, last);
      default -> throw Errno.ENOSYS.failure();
    };
  }

  private static void requireAligned(long word) {
    if (word % Integer.BYTES != 0) {
      throw Errno.EINVAL.failure();
    }
  }

  private static int bits(int bits) {
    if (bits == 0) {
      throw Errno.EINVAL.failure();
    }
    return bits;
  }

  /// Linux wakes one for a count that is not positive.
  private static int count(int value) {
    return Math.max(1, value);
  }

  private static FutexKey key(Task task, long word, int operation) {
    boolean shared = (operation & FUTEX_PRIVATE) == 0;
    task.memory().load32(word);
    return task.memory().futexKey(word, shared);
  }

  private long await(Task task, long word, int operation, int value, long timeout, int bits) {
    FutexWait wait =
        task.progress(
            FutexWait.class,
            () ->
                new FutexWait(
                    key(task, word, operation), deadline(task, operation, timeout), bits));
    futexes.await(task, wait, () -> task.memory().load32(word) == value);
    return 0;
  }

  /// `WAIT` has a duration, `WAIT_BITSET` a point in time.
  private long deadline(Task task, int operation, long timeout) {
    if (timeout == 0) {
      return Waiter.NEVER;
    }
    boolean realTime = (operation & FUTEX_CLOCK_REALTIME) != 0;
    boolean absolute = (operation & FUTEX_COMMAND) == FUTEX_WAIT_BITSET;
    Timespec time = Timespec.of(task.memory().read(timeout, Timespec.BYTES));
    int clock = realTime ? Clocks.CLOCK_REALTIME : Clocks.CLOCK_MONOTONIC;
    return clocks.deadline(clock, absolute, time.toNanoseconds());
  }

  private static void requireValue(Task task, long word, int expected) {
    if (task.memory().load32(word) != expected) {
      throw Errno.EAGAIN.failure();
    }
  }

  private long requeue(Task task, long word, int operation, int wake, int most, long other) {
    requireAligned(other);
    if (wake < 0 || most < 0) {
      throw Errno.EINVAL.failure();
    }
    FutexKey from = key(task, word, operation);
    FutexKey to = key(task, other, operation);
    long woken = futexes.wake(from, wake, FutexWait.ANY);
    return woken + futexes.requeue(from, to, most);
  }

  private long wakeOperation(
      Task task, long word, int operation, int wake, int wakeOther, long other, int encoded) {
    requireAligned(other);
    FutexKey first = key(task, word, operation);
    FutexKey second = key(task, other, operation);
    FutexOperation change = new FutexOperation(encoded);
    int old = task.memory().load32(other);
    task.memory().store32(other, change.apply(old));
    long woken = futexes.wake(first, count(wake), FutexWait.ANY);
    return change.compare(old)
        ? woken + futexes.wake(second, count(wakeOther), FutexWait.ANY)
        : woken;
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
    task.memory().store64(length, RobustList.HEAD_BYTES);
    task.memory().store64(head, owner.robustList());
    return 0;
  }
}
