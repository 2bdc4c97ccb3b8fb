package spool.kernel.syscall;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;
import spool.kernel.abi.Errno;
import spool.kernel.abi.IpcPermission;
import spool.kernel.abi.SemaphoreSetStatus;
import spool.kernel.abi.SystemV;
import spool.kernel.abi.Timespec;
import spool.kernel.ipc.systemv.SemaphoreLimits;
import spool.kernel.ipc.systemv.SemaphoreOperation;
import spool.kernel.ipc.systemv.SemaphoreSets;
import spool.kernel.process.Task;
import spool.kernel.sync.Blocked;
import spool.kernel.sync.Waiter;

/// System calls about the semaphores of System V (svipc(7)).
public final class SemaphoreCalls {
  /// Bytes of a `struct seminfo`.
  private static final int INFORMATION_BYTES = 40;

  /// What Linux says of limits that it does not have any more: `SEMMNU`, `SEMUME`, `SEMUSZ`.
  private static final int UNDO_STRUCTURES = 1_024_000_000;

  private static final int UNDO_ENTRIES = 500;
  private static final int UNDO_BYTES = 20;

  private final SemaphoreSets sets;
  private final IpcTrace trace;

  /// Calls on `sets`.
  public SemaphoreCalls(SemaphoreSets sets, IpcTrace trace) {
    this.sets = sets;
    this.trace = trace;
  }

  /// Supported.
  @SystemCall(number = 190, name = "semget")
  long semget(Task task, int key, int count, int flags) {
    return sets.get(task, key, count, flags);
  }

  /// Supported.
  @SystemCall(number = 193, name = "semop", restarts = false)
  long semop(Task task, int id, long operations, int count) {
    return semtimedop(task, id, operations, count, 0);
  }

  /// Supported.
  @SystemCall(number = 192, name = "semtimedop", restarts = false)
  long semtimedop(Task task, int id, long operations, int count, long timeout) {
    if (count < 1 || id < 0) {
      throw Errno.EINVAL.failure();
    }
    if (count > sets.limits().operations()) {
      throw Errno.E2BIG.failure();
    }
    try {
      sets.operate(
          task,
          id,
          () -> operations(task, operations, count),
          task.semaphoreUndo(),
          () -> deadline(task, timeout));
    } catch (Blocked wait) {
      trace.waits(
          task, () -> "semtimedop waits: a semaphore of set " + id + " is not as it is to be");
      throw wait;
    }
    return 0;
  }

  private static List<SemaphoreOperation> operations(Task task, long address, int count) {
    byte[] bytes = task.memory().read(address, count * SemaphoreOperation.BYTES);
    ByteBuffer raw = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return IntStream.range(0, count)
        .mapToObj(
            _ -> new SemaphoreOperation(raw.getShort() & 0xffff, raw.getShort(), raw.getShort()))
        .toList();
  }

  private static long deadline(Task task, long timeout) {
    if (timeout == 0) {
      return Waiter.NEVER;
    }
    return task.now() + Timespec.of(task.memory().read(timeout, Timespec.BYTES)).toNanoseconds();
  }

  /// Supported.
  @SystemCall(number = 191, name = "semctl")
  long semctl(Task task, int id, int number, int command, long argument) {
    if (id < 0) {
      throw Errno.EINVAL.failure();
    }
    return switch (command) {
      case SystemV.GETVAL -> sets.value(task, id, number);
      case SystemV.GETPID -> sets.pid(task, id, number);
      case SystemV.GETNCNT -> sets.waiting(task, id, number, false);
      case SystemV.GETZCNT -> sets.waiting(task, id, number, true);
      case SystemV.SEM_STAT -> store(task, argument, sets.statusAt(task, id, false));
      case SystemV.SEM_STAT_ANY -> store(task, argument, sets.statusAt(task, id, true));
      case SystemV.IPC_INFO, SystemV.SEM_INFO -> {
        task.memory().write(argument, information(command == SystemV.SEM_INFO));
        yield sets.highestIndex();
      }
      default -> {
        control(task, id, number, command, argument);
        yield 0;
      }
    };
  }

  private void control(Task task, int id, int number, int command, long argument) {
    switch (command) {
      case SystemV.SETVAL -> sets.change(task, id, number, (int) argument);
      case SystemV.GETALL -> storeAll(task, argument, sets.values(task, id));
      case SystemV.SETALL -> {
        int count = sets.writableCount(task, id);
        sets.changeAll(task, id, readAll(task, argument, count));
      }
      case SystemV.IPC_STAT -> store(task, argument, sets.status(task, id));
      case SystemV.IPC_SET ->
          sets.change(
              task, id, IpcPermission.of(task.memory().read(argument, SemaphoreSetStatus.BYTES)));
      case SystemV.IPC_RMID -> sets.remove(task, id);
      default -> throw Errno.EINVAL.failure();
    }
  }

  private static long store(Task task, long buffer, SemaphoreSetStatus status) {
    task.memory().write(buffer, status.toBytes());
    return status.id();
  }

  private static void storeAll(Task task, long address, int[] values) {
    ByteBuffer raw =
        ByteBuffer.allocate(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      raw.putShort((short) value);
    }
    task.memory().write(address, raw.array());
  }

  private static int[] readAll(Task task, long address, int count) {
    ByteBuffer raw =
        ByteBuffer.wrap(task.memory().read(address, count * Short.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    return IntStream.range(0, count).map(_ -> raw.getShort() & 0xffff).toArray();
  }

  /// The `struct seminfo`: the limits, and, if `isInUse`, how many sets and semaphores there are.
  private byte[] information(boolean isInUse) {
    SemaphoreLimits limits = sets.limits();
    SemaphoreSets.Totals totals = sets.totals();
    ByteBuffer raw = ByteBuffer.allocate(INFORMATION_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.putInt(UNDO_STRUCTURES)
        .putInt(limits.sets())
        .putInt(limits.semaphores())
        .putInt(UNDO_STRUCTURES)
        .putInt(limits.setSize())
        .putInt(limits.operations())
        .putInt(UNDO_ENTRIES)
        .putInt(isInUse ? totals.sets() : UNDO_BYTES)
        .putInt(SystemV.SEMVMX)
        .putInt(isInUse ? totals.semaphores() : SystemV.SEMVMX);
    return raw.array();
  }
}
