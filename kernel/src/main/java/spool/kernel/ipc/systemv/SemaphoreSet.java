package spool.kernel.ipc.systemv;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import spool.kernel.abi.Errno;
import spool.kernel.abi.ErrnoException;
import spool.kernel.abi.IpcPermission;
import spool.kernel.abi.SemaphoreSetStatus;
import spool.kernel.abi.SystemV;
import spool.kernel.fs.Caller;
import spool.kernel.ipc.Turn;
import spool.kernel.ipc.Turns;
import spool.kernel.sync.Interrupted;

/// A set of System V semaphores (semop(2)).
///
/// **Atomic operations.** The operations of one call are tried in their order on the values
/// themselves. The first that is not possible has those before it taken back, and either fails the
/// call or is what the call waits for: that is the semaphore in whose count of waiting tasks it
/// appears. A call that waits has its [Turn]: whenever values have changed, all are tried again,
/// first those that only wait for zero, then the others, each in the order in which they came, and
/// again from the beginning after each that was performed. Nobody stands in line behind one that is
/// not possible.
///
/// The invariant, whenever the kernel has done its work: no call that waits is possible, and each
/// is blocked by the operation it says.
final class SemaphoreSet extends SystemVObject {
  private static final int SET_OVERHEAD = 512;
  private static final int MAY_READ = 0444;
  private static final int MAY_WRITE = 0222;

  /// The operations of a call, from its first execution to its last.
  final class Operating extends Turn {
    private final List<SemaphoreOperation> operations;
    private final SemaphoreUndo undo;
    private final int pid;
    private final long deadline;
    private final boolean isAltering;
    private SemaphoreOperation blocking;
    private Optional<Errno> error = Optional.empty();

    private Operating(
        List<SemaphoreOperation> operations, SemaphoreUndo undo, int pid, long deadline) {
      this.operations = operations;
      this.undo = undo;
      this.pid = pid;
      this.deadline = deadline;
      isAltering = SemaphoreSet.isAltering(operations);
      blocking = operations.getFirst();
    }

    /// Performs all operations, waits, or fails.
    void proceed(Caller caller) {
      if (!isDone()) {
        operate(caller, this);
      } else if (error.isPresent()) {
        throw error.get().failure();
      }
    }

    /// What the call waits for.
    SemaphoreOperation blocking() {
      return blocking;
    }
  }

  private final KernelMemory memory;
  private final LongSupplier clock;
  private final int[] values;
  private final int[] pids;
  private final Adjustments adjustments;
  private final Turns<Operating> zeroWaits = new Turns<>();
  private final Turns<Operating> alterations = new Turns<>();
  private long operationTime;
  private long changeTime;

  /// `count` semaphores of value 0, with their memory taken from `memory`; `clock` counts seconds.
  /// Fails with `ENOMEM`.
  SemaphoreSet(
      int id, IpcPermission permission, int count, KernelMemory memory, LongSupplier clock) {
    super(id, permission);
    memory.take(footprint(count));
    this.memory = memory;
    this.clock = clock;
    values = new int[count];
    pids = new int[count];
    adjustments = new Adjustments(this, memory);
    changeTime = clock.getAsLong();
  }

  private static int footprint(int count) {
    return SET_OVERHEAD + 2 * Integer.BYTES * count;
  }

  private static boolean isAltering(List<SemaphoreOperation> operations) {
    return !operations.stream().allMatch(SemaphoreOperation::awaitsZero);
  }

  int count() {
    return values.length;
  }

  /// Begins a call that performs `operations` for a process, by `deadline` in cycles. Fails with
  /// `EFBIG`, `EACCES`.
  Operating operating(
      Caller caller, List<SemaphoreOperation> operations, SemaphoreUndo undo, long deadline) {
    if (operations.stream().anyMatch(operation -> operation.number() >= values.length)) {
      throw Errno.EFBIG.failure();
    }
    demand(caller.credentials(), isAltering(operations) ? MAY_WRITE : MAY_READ);
    return new Operating(operations, undo, caller.pid(), deadline);
  }

  private void operate(Caller caller, Operating turn) {
    demandPresence();
    if (perform(turn)) {
      serveWaiting(caller.now());
      return;
    }
    if (turn.deadline <= caller.now()) {
      throw Errno.EAGAIN.failure();
    }
    Turns<Operating> turns = turn.isAltering ? alterations : zeroWaits;
    RuntimeException end = turns.await(caller, turn.deadline, turn);
    throw end instanceof Interrupted ? Errno.EINTR.failure() : end;
  }

  /// Performs all operations or none, and says whether it did; if not, the call is to wait. Fails
  /// with `EAGAIN`, `ERANGE`.
  private boolean perform(Operating turn) {
    for (int done = 0; done < turn.operations.size(); done++) {
      SemaphoreOperation operation = turn.operations.get(done);
      Optional<Errno> error = obstacle(operation, turn.undo);
      if (error.isPresent()) {
        turn.operations.subList(0, done).forEach(each -> apply(each, turn.undo, -1));
        return wait(turn, operation, error.get());
      }
      apply(operation, turn.undo, 1);
    }
    turn.operations.forEach(operation -> pids[operation.number()] = turn.pid);
    operationTime = clock.getAsLong();
    return true;
  }

  private static boolean wait(Operating turn, SemaphoreOperation operation, Errno error) {
    if (error == Errno.EAGAIN && !operation.isImmediate()) {
      turn.blocking = operation;
      return false;
    }
    throw error.failure();
  }

  /// What is in the way of an operation: `EAGAIN` if it would have to wait.
  private Optional<Errno> obstacle(SemaphoreOperation operation, SemaphoreUndo undo) {
    int value = values[operation.number()];
    int next = value + operation.change();
    if (operation.awaitsZero() ? value != 0 : next < 0) {
      return Optional.of(Errno.EAGAIN);
    }
    boolean isUndoable =
        !operation.isUndone() || adjustments.allow(undo, operation.number(), -operation.change());
    return next <= SystemV.SEMVMX && isUndoable ? Optional.empty() : Optional.of(Errno.ERANGE);
  }

  private void apply(SemaphoreOperation operation, SemaphoreUndo undo, int sign) {
    int change = sign * operation.change();
    values[operation.number()] += change;
    if (operation.isUndone()) {
      adjustments.add(undo, operation.number(), -change);
    }
  }

  /// Performs the calls that wait and have become possible.
  private void serveWaiting(long now) {
    boolean isServed;
    do {
      isServed = serveFirst(zeroWaits, now) || serveFirst(alterations, now);
    } while (isServed);
  }

  private boolean serveFirst(Turns<Operating> turns, long now) {
    Optional<Operating> served = turns.all().stream().filter(this::isSettled).findFirst();
    served.ifPresent(turn -> turns.finish(turn, now));
    return served.isPresent();
  }

  private boolean isSettled(Operating turn) {
    try {
      return perform(turn);
    } catch (ErrnoException failure) {
      turn.error = Optional.of(failure.errno());
      return true;
    }
  }

  /// Takes back what the holders of `undo` have done, as far as values can be (from 0 to `SEMVMX`),
  /// for process `pid`.
  void takeBack(SemaphoreUndo undo, int pid, long now) {
    Map<Integer, Integer> changes = adjustments.take(undo);
    changes.forEach(
        (number, change) -> {
          values[number] = Math.clamp((long) values[number] + change, 0, SystemV.SEMVMX);
          pids[number] = pid;
        });
    operationTime = clock.getAsLong();
    serveWaiting(now);
  }

  /// The value of a semaphore. Fails with `EINVAL`.
  int value(int number) {
    return values[existing(number)];
  }

  /// All values.
  int[] values() {
    return values.clone();
  }

  /// The process that changed a semaphore last. Fails with `EINVAL`.
  int pid(int number) {
    return pids[existing(number)];
  }

  private int existing(int number) {
    if (number < 0 || number >= values.length) {
      throw Errno.EINVAL.failure();
    }
    return number;
  }

  /// How many calls wait for a semaphore to grow, or, if `forZero`, to be zero. Fails with
  /// `EINVAL`.
  int waiting(int number, boolean forZero) {
    existing(number);
    long count =
        List.of(zeroWaits, alterations).stream()
            .flatMap(turns -> turns.all().stream())
            .map(Operating::blocking)
            .filter(each -> each.number() == number && each.awaitsZero() == forZero)
            .count();
    return (int) count;
  }

  /// Gives semaphore `first` and those behind it values, for the process `caller`; nothing that was
  /// done to them before is undone any more (`SETVAL`, `SETALL`).
  void change(Caller caller, int first, int... next) {
    for (int index = 0; index < next.length; index++) {
      adjustments.forget(first + index);
      values[first + index] = next[index];
      pids[first + index] = caller.pid();
    }
    changeTime = clock.getAsLong();
    serveWaiting(caller.now());
  }

  /// Changes owner and permissions (`IPC_SET`).
  void change(IpcPermission wanted) {
    permission(permission().changedTo(wanted));
    changeTime = clock.getAsLong();
  }

  @Override
  void removed() {
    super.removed();
    adjustments.clear();
    memory.count(-footprint(values.length));
    zeroWaits.dismiss();
    alterations.dismiss();
  }

  /// What `IPC_STAT` tells of it.
  SemaphoreSetStatus status() {
    return new SemaphoreSetStatus(id(), permission(), operationTime, changeTime, values.length);
  }
}
