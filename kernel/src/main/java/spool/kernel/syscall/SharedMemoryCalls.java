package spool.kernel.syscall;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import spool.kernel.abi.Errno;
import spool.kernel.abi.IpcPermission;
import spool.kernel.abi.SharedSegmentStatus;
import spool.kernel.abi.SystemV;
import spool.kernel.ipc.systemv.SharedSegments;
import spool.kernel.process.Task;

/// System calls about the shared memory of System V (svipc(7)).
public final class SharedMemoryCalls {
  /// Bytes of a `struct shminfo64`.
  private static final int LIMITS_BYTES = 72;

  /// Bytes of a `struct shm_info`.
  private static final int USE_BYTES = 48;

  private final SharedSegments segments;

  /// Calls on `segments`.
  public SharedMemoryCalls(SharedSegments segments) {
    this.segments = segments;
  }

  /// Supported but for `SHM_HUGETLB`, for which there is never any memory.
  @SystemCall(number = 194, name = "shmget")
  long shmget(Task task, int key, long size, int flags) {
    return segments.get(task, key, size, flags);
  }

  /// Supported.
  @SystemCall(number = 196, name = "shmat")
  long shmat(Task task, int id, long address, int flags) {
    return segments.attach(task, task.memory(), id, address, flags);
  }

  /// Supported.
  @SystemCall(number = 197, name = "shmdt")
  long shmdt(Task task, long address) {
    segments.detach(task.memory(), address);
    return 0;
  }

  /// Supported. `SHM_LOCK` is noted and changes nothing, for no segment is ever written out.
  @SystemCall(number = 195, name = "shmctl")
  long shmctl(Task task, int id, int command, long buffer) {
    if (id < 0) {
      throw Errno.EINVAL.failure();
    }
    return switch (command) {
      case SystemV.SHM_STAT -> store(task, buffer, segments.statusAt(task, id, false));
      case SystemV.SHM_STAT_ANY -> store(task, buffer, segments.statusAt(task, id, true));
      case SystemV.IPC_INFO, SystemV.SHM_INFO -> {
        task.memory().write(buffer, command == SystemV.IPC_INFO ? limits() : use());
        yield segments.highestIndex();
      }
      default -> {
        control(task, id, command, buffer);
        yield 0;
      }
    };
  }

  private void control(Task task, int id, int command, long buffer) {
    switch (command) {
      case SystemV.IPC_STAT -> store(task, buffer, segments.status(task, id));
      case SystemV.IPC_SET ->
          segments.change(
              task, id, IpcPermission.of(task.memory().read(buffer, SharedSegmentStatus.BYTES)));
      case SystemV.IPC_RMID -> segments.remove(task, id);
      case SystemV.SHM_LOCK -> segments.lock(task, id, true);
      case SystemV.SHM_UNLOCK -> segments.lock(task, id, false);
      default -> throw Errno.EINVAL.failure();
    }
  }

  private static long store(Task task, long buffer, SharedSegmentStatus status) {
    task.memory().write(buffer, status.toBytes());
    return status.id();
  }

  /// The `struct shminfo64`.
  private byte[] limits() {
    return ByteBuffer.allocate(LIMITS_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(segments.mostSegmentBytes())
        .putLong(1)
        .putLong(segments.mostSegments())
        .putLong(segments.mostSegments())
        .putLong(segments.mostPages())
        .array();
  }

  /// The `struct shm_info`; nothing is ever swapped.
  private byte[] use() {
    SharedSegments.Totals totals = segments.totals();
    return ByteBuffer.allocate(USE_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(totals.segments())
        .putLong(totals.pages())
        .putLong(totals.residentPages())
        .array();
  }
}
