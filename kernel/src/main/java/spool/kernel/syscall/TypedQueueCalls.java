package spool.kernel.syscall;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import spool.kernel.abi.Errno;
import spool.kernel.abi.IpcPermission;
import spool.kernel.abi.SystemV;
import spool.kernel.abi.TypedQueueStatus;
import spool.kernel.ipc.Message;
import spool.kernel.ipc.systemv.TypedQueues;
import spool.kernel.process.Task;
import spool.kernel.sync.Blocked;

/// System calls about the message queues of System V (svipc(7)).
public final class TypedQueueCalls {
  /// Bytes of a `struct msginfo`.
  private static final int INFORMATION_BYTES = 32;

  private static final int POOL = 512_000;
  private static final int QUEUE_BYTES = 16_384;
  private static final int SEGMENT_BYTES = 16;
  private static final int SEGMENTS = 0xffff;

  private final TypedQueues queues;
  private final IpcTrace trace;

  /// Calls on `queues`.
  public TypedQueueCalls(TypedQueues queues, IpcTrace trace) {
    this.queues = queues;
    this.trace = trace;
  }

  /// Supported.
  @SystemCall(number = 186, name = "msgget")
  long msgget(Task task, int key, int flags) {
    return queues.get(task, key, flags);
  }

  /// Supported.
  @SystemCall(number = 189, name = "msgsnd", restarts = false)
  long msgsnd(Task task, int id, long message, long length, int flags) {
    try {
      queues.send(task, id, length, flags, () -> read(task, message, (int) length));
    } catch (Blocked wait) {
      trace.waits(task, () -> "msgsnd waits: queue " + id + " is full");
      throw wait;
    }
    passed(task, id);
    return 0;
  }

  private void passed(Task task, int id) {
    if (trace.isOn()) {
      trace.passed(task, queues.figures(id));
    }
  }

  /// Reads a `struct msgbuf`: the type, and `length` bytes.
  private static Message read(Task task, long address, int length) {
    long type = task.memory().load64(address);
    return new Message(type, task.memory().read(address + Long.BYTES, length));
  }

  /// Supported. A message that cannot be stored is lost, as on Linux.
  @SystemCall(number = 188, name = "msgrcv", restarts = false)
  long msgrcv(Task task, int id, long message, long length, long type, int flags) {
    Message received = receive(task, id, length, type, flags);
    passed(task, id);
    byte[] bytes = received.bytes();
    int count = (int) Math.min(length, bytes.length);
    task.memory().store64(message, received.rank());
    task.memory().write(message + Long.BYTES, Arrays.copyOf(bytes, count));
    return count;
  }

  private Message receive(Task task, int id, long length, long type, int flags) {
    try {
      return queues.receive(task, id, length, type, flags);
    } catch (Blocked wait) {
      trace.waits(task, () -> "msgrcv waits: queue " + id + " has no message of type " + type);
      throw wait;
    }
  }

  /// Supported.
  @SystemCall(number = 187, name = "msgctl")
  long msgctl(Task task, int id, int command, long buffer) {
    if (id < 0) {
      throw Errno.EINVAL.failure();
    }
    return switch (command) {
      case SystemV.IPC_RMID -> {
        queues.remove(task, id);
        yield 0;
      }
      case SystemV.IPC_SET -> {
        byte[] wanted = task.memory().read(buffer, TypedQueueStatus.BYTES);
        queues.change(task, id, IpcPermission.of(wanted), TypedQueueStatus.mostBytes(wanted));
        yield 0;
      }
      case SystemV.IPC_STAT -> {
        task.memory().write(buffer, queues.status(task, id).toBytes());
        yield 0;
      }
      case SystemV.MSG_STAT -> store(task, buffer, queues.statusAt(task, id, false));
      case SystemV.MSG_STAT_ANY -> store(task, buffer, queues.statusAt(task, id, true));
      case SystemV.IPC_INFO, SystemV.MSG_INFO -> {
        task.memory().write(buffer, information(command == SystemV.MSG_INFO));
        yield queues.highestIndex();
      }
      default -> throw Errno.EINVAL.failure();
    };
  }

  private static long store(Task task, long buffer, TypedQueueStatus status) {
    task.memory().write(buffer, status.toBytes());
    return status.id();
  }

  /// The `struct msginfo`: the limits, and what there is in use or, as on Linux, limits of long
  /// ago.
  private byte[] information(boolean isInUse) {
    TypedQueues.Totals totals = queues.totals();
    ByteBuffer raw = ByteBuffer.allocate(INFORMATION_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.putInt(isInUse ? totals.queues() : POOL)
        .putInt(isInUse ? (int) totals.messages() : QUEUE_BYTES)
        .putInt(queues.mostMessageBytes())
        .putInt(queues.mostQueueBytes())
        .putInt(queues.mostQueues())
        .putInt(SEGMENT_BYTES)
        .putInt(isInUse ? (int) totals.bytes() : QUEUE_BYTES)
        .putShort((short) SEGMENTS);
    return raw.array();
  }
}
