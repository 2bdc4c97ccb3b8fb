package spool.kernel.ipc.systemv;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import spool.kernel.abi.Errno;
import spool.kernel.abi.IpcPermission;
import spool.kernel.abi.SemaphoreSetStatus;
import spool.kernel.abi.SystemV;
import spool.kernel.fs.Caller;

/// All semaphores of System V (semget(2), semop(2), semctl(2)).
public final class SemaphoreSets {
  private static final int MAY_READ = 0444;
  private static final int MAY_WRITE = 0222;

  private final SemaphoreLimits limits = new SemaphoreLimits();
  private final ObjectTable<SemaphoreSet> table = new ObjectTable<>(limits.ofSets());
  private final KernelMemory memory;
  private final LongSupplier clock;
  private int semaphores;

  /// How much there is: sets, and semaphores in them.
  public record Totals(int sets, int semaphores) {}

  SemaphoreSets(KernelMemory memory, LongSupplier clock) {
    this.memory = memory;
    this.clock = clock;
  }

  /// What new sets and calls may be like.
  public SemaphoreLimits limits() {
    return limits;
  }

  /// `semget`. Fails with `EINVAL`, `ENOENT`, `EEXIST`, `EACCES`, `ENOSPC`, `ENOMEM`.
  public int get(Caller caller, int key, int count, int flags) {
    if (count < 0 || count > limits.setSize()) {
      throw Errno.EINVAL.failure();
    }
    return table.get(
        caller,
        key,
        flags,
        found -> demand(count <= found.count(), Errno.EINVAL),
        (id, permission) -> make(id, permission, count));
  }

  private SemaphoreSet make(int id, IpcPermission permission, int count) {
    demand(count > 0, Errno.EINVAL);
    demand(count <= limits.semaphores() - semaphores, Errno.ENOSPC);
    SemaphoreSet made = new SemaphoreSet(id, permission, count, memory, clock);
    semaphores += count;
    return made;
  }

  private static void demand(boolean condition, Errno refusal) {
    if (!condition) {
      throw refusal.failure();
    }
  }

  /// `semtimedop` of `operations` by `deadline` in cycles, noted in `undo` as far as they are to be
  /// undone. Both suppliers are asked once, for a call that waits keeps what they answer.
  public void operate(
      Caller caller,
      int id,
      Supplier<List<SemaphoreOperation>> operations,
      SemaphoreUndo undo,
      LongSupplier deadline) {
    caller
        .progress(
            SemaphoreSet.Operating.class,
            () -> begin(caller, id, operations.get(), undo, deadline.getAsLong()))
        .proceed(caller);
  }

  private SemaphoreSet.Operating begin(
      Caller caller,
      int id,
      List<SemaphoreOperation> operations,
      SemaphoreUndo undo,
      long deadline) {
    SemaphoreSet set = table.find(id);
    long undone = operations.stream().filter(SemaphoreOperation::isUndone).count();
    memory.demand((int) undone * Adjustments.BYTES);
    return set.operating(caller, operations, undo, deadline);
  }

  private SemaphoreSet readable(Caller caller, int id) {
    SemaphoreSet set = table.find(id);
    set.demand(caller.credentials(), MAY_READ);
    return set;
  }

  private SemaphoreSet writable(Caller caller, int id) {
    SemaphoreSet set = table.find(id);
    set.demand(caller.credentials(), MAY_WRITE);
    return set;
  }

  /// The value of semaphore `number` (`GETVAL`). Fails with `EINVAL`, `EACCES`, as those that
  /// follow.
  public int value(Caller caller, int id, int number) {
    return readable(caller, id).value(number);
  }

  /// The process that changed semaphore `number` last (`GETPID`).
  public int pid(Caller caller, int id, int number) {
    return readable(caller, id).pid(number);
  }

  /// How many calls wait for semaphore `number` to grow, or to be zero (`GETNCNT`, `GETZCNT`).
  public int waiting(Caller caller, int id, int number, boolean forZero) {
    return readable(caller, id).waiting(number, forZero);
  }

  /// All values (`GETALL`).
  public int[] values(Caller caller, int id) {
    return readable(caller, id).values();
  }

  /// Gives semaphore `number` a value (`SETVAL`). Fails with `ERANGE` too.
  public void change(Caller caller, int id, int number, int value) {
    demand(value >= 0 && value <= SystemV.SEMVMX, Errno.ERANGE);
    SemaphoreSet set = table.find(id);
    demand(number >= 0 && number < set.count(), Errno.EINVAL);
    set.demand(caller.credentials(), MAY_WRITE);
    set.change(caller, number, value);
  }

  /// How many semaphores a set has whose values the caller may change. Fails with `EINVAL`,
  /// `EACCES`.
  public int writableCount(Caller caller, int id) {
    return writable(caller, id).count();
  }

  /// Gives all semaphores values (`SETALL`). Fails with `ERANGE` too.
  public void changeAll(Caller caller, int id, int[] values) {
    SemaphoreSet set = writable(caller, id);
    for (int value : values) {
      demand(value <= SystemV.SEMVMX, Errno.ERANGE);
    }
    set.change(caller, 0, values);
  }

  /// What is known of a set (`IPC_STAT`). Fails with `EINVAL`, `EACCES`.
  public SemaphoreSetStatus status(Caller caller, int id) {
    return readable(caller, id).status();
  }

  /// What is known of the set at the index `id` (`SEM_STAT`), for anybody if `isPublic`. Fails with
  /// `EINVAL`, `EACCES`.
  public SemaphoreSetStatus statusAt(Caller caller, int id, boolean isPublic) {
    SemaphoreSet set = table.atIndex(id);
    if (!isPublic) {
      set.demand(caller.credentials(), MAY_READ);
    }
    return set.status();
  }

  /// Changes owner and permissions (`IPC_SET`). Fails with `EINVAL`, `EPERM`.
  public void change(Caller caller, int id, IpcPermission wanted) {
    owned(caller, id).change(wanted);
  }

  /// Removes a set (`IPC_RMID`). Fails with `EINVAL`, `EPERM`.
  public void remove(Caller caller, int id) {
    SemaphoreSet set = owned(caller, id);
    semaphores -= set.count();
    table.remove(set);
  }

  private SemaphoreSet owned(Caller caller, int id) {
    SemaphoreSet set = table.find(id);
    set.demandOwner(caller.credentials());
    return set;
  }

  /// The highest index in use, or 0.
  public int highestIndex() {
    return table.highestIndex();
  }

  /// How much there is of all.
  public Totals totals() {
    return new Totals(table.count(), semaphores);
  }

  /// The text of `/proc/sysvipc/sem`.
  public String text() {
    return SemaphoreSetStatus.HEADING + table.lines(set -> set.status().line());
  }
}
