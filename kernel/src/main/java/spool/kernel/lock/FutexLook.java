package spool.kernel.lock;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import spool.kernel.process.ProcessTable;
import spool.kernel.process.Registers;
import spool.kernel.process.Task;
import spool.kernel.sync.FutexWait;
import spool.kernel.vm.AddressSpace;
import spool.kernel.vm.FutexKey;

/// A task's wait on a futex word, looked at to find out who holds the lock that the word is, if it
/// is one.
///
/// **What a word says.** To the kernel it is a number that the program chose. Three kinds are known
/// to name a task:
///
/// - `FUTEX_WAITERS` and a TID: a contended lock by the convention of robust futexes and of those
///   with priority inheritance (futex(2)), which the locks of the in-box library follow too. No
///   counter gets so high.
/// - 2, waited for as 2: a contended mutex of glibc, if what follows it looks like one. Its owner's
///   TID is 8 bytes behind, how many use it 12, its kind 16.
/// - A TID alone, in the word that its task has to clear when it ends (set_tid_address(2)): a wait
///   for that task's end.
///
/// A semaphore, a condition or an event has no holder and matches none of them. A TID means a task
/// only if one lives that can have the same word; with `FUTEX_WAITERS` or in a mutex it is
/// otherwise that of a task that has ended and left its lock.
///
/// @param address the word in the task's memory
/// @param value the word
record FutexLook(Task task, ProcessTable table, FutexKey key, long address, int value) {
  private static final int FUTEX_WAIT = 0;
  private static final int FUTEX_LOCK_PI = 6;
  private static final int FUTEX_WAIT_BITSET = 9;
  private static final int FUTEX_WAIT_REQUEUE_PI = 11;
  private static final int FUTEX_LOCK_PI2 = 13;
  private static final int FUTEX_COMMAND = 127;
  private static final int FUTEX_PRIVATE = 128;
  private static final int FUTEX_WAITERS = 0x8000_0000;
  private static final int FUTEX_TID_MASK = 0x3fff_ffff;

  private static final int CONTENDED = 2;
  private static final int OWNER = 8;
  private static final int USERS = 12;
  private static final int KIND = 16;
  private static final int KINDS = 0x3;
  private static final int KIND_FLAGS = 0x180;

  /// The wait of `task`, whose system call is futex(2), if the call is one that waits and the word
  /// can be seen.
  static Optional<FutexLook> at(Task task, ProcessTable table) {
    Optional<FutexKey> key = key(task);
    return key.isPresent() ? at(task, table, key.get()) : Optional.empty();
  }

  private static Optional<FutexLook> at(Task task, ProcessTable table, FutexKey key) {
    OptionalLong address = task.memory().addressOf(key);
    OptionalInt value =
        address.isPresent() ? peek(task.memory(), address.getAsLong()) : OptionalInt.empty();
    return value.isPresent()
        ? Optional.of(new FutexLook(task, table, key, address.getAsLong(), value.getAsInt()))
        : Optional.empty();
  }

  /// The futex that `task` waits on: where it was moved to, or the one that it has named.
  static Optional<FutexKey> key(Task task) {
    long[] x = task.integers();
    int operation = (int) x[Registers.A1];
    return switch (operation & FUTEX_COMMAND) {
      case FUTEX_WAIT, FUTEX_LOCK_PI, FUTEX_WAIT_BITSET, FUTEX_WAIT_REQUEUE_PI, FUTEX_LOCK_PI2 ->
          Optional.of(keyOfWait(task, x[Registers.A0], (operation & FUTEX_PRIVATE) == 0));
      default -> Optional.empty();
    };
  }

  private static FutexKey keyOfWait(Task task, long address, boolean shared) {
    Optional<FutexWait> wait = task.kept(FutexWait.class);
    return wait.isPresent() && wait.get().key() instanceof FutexKey moved
        ? moved
        : task.memory().futexKey(address, shared);
  }

  private static OptionalInt peek(AddressSpace memory, long address) {
    OptionalLong both = memory.peek(address & -Long.BYTES);
    return both.isPresent()
        ? OptionalInt.of((int) (both.getAsLong() >>> (address % Long.BYTES * Byte.SIZE)))
        : OptionalInt.empty();
  }

  private int field(int distance) {
    return peek(task.memory(), address + distance).orElse(0);
  }

  /// What the task waits for, if it is a lock or another task's end.
  Optional<Wait> toWait() {
    if ((value & FUTEX_WAITERS) != 0) {
      return lock(value & FUTEX_TID_MASK);
    }
    if (isMutex()) {
      return lock(field(OWNER));
    }
    Optional<Task> other = holder(value);
    return other.isPresent() && isClearedBy(other.get())
        ? Optional.of(Wait.of(task, Wait.Kind.END, other.get()))
        : Optional.empty();
  }

  private boolean isClearedBy(Task other) {
    return other.clearChildTid() == address && other.memory() == task.memory();
  }

  private boolean isMutex() {
    int kind = field(KIND);
    return value == CONTENDED
        && (int) task.integers()[Registers.A2] == CONTENDED
        && field(USERS) > 0
        && (kind & ~(KINDS | KIND_FLAGS)) == 0;
  }

  private Optional<Wait> lock(int tid) {
    if (tid <= 0 || tid >= ProcessTable.PID_MAX) {
      return Optional.empty();
    }
    Optional<Task> holder = holder(tid);
    return Optional.of(
        new Wait(
            task,
            Wait.Kind.LOCK,
            OptionalLong.of(address),
            holder.stream().toList(),
            holder.isPresent() ? OptionalInt.empty() : OptionalInt.of(tid)));
  }

  private Optional<Task> holder(int tid) {
    Optional<Task> holder = table.task(tid).filter(Task::isAlive);
    return holder.isPresent() && holder.get().memory().addressOf(key).isPresent()
        ? holder
        : Optional.empty();
  }
}
