package spool.kernel.syscall;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongSupplier;
import spool.kernel.abi.Errno;
import spool.kernel.abi.ErrnoException;
import spool.kernel.abi.PollEvents;
import spool.kernel.abi.ResourceLimit;
import spool.kernel.abi.Timespec;
import spool.kernel.fs.FileDescription;
import spool.kernel.process.Task;
import spool.kernel.sync.Blocked;
import spool.kernel.sync.WaitQueue;
import spool.kernel.sync.Waiter;
import spool.kernel.vm.UserMemory;

/// System calls that wait until any of several files is ready.
///
/// Each execution asks every file; if none is ready, the task waits on the queues of all.
public final class PollCalls {
  private static final int POLLFD_BYTES = 8;
  private static final int SIGSET_BYTES = 8;
  private static final int LONG_BITS = 64;
  private static final int READ =
      PollEvents.READABLE | PollEvents.POLLRDBAND | PollEvents.POLLHUP | PollEvents.POLLERR;
  private static final int WRITE = PollEvents.WRITABLE | PollEvents.POLLWRBAND | PollEvents.POLLERR;
  private static final int EXCEPT = PollEvents.POLLPRI;

  /// When a call ends if nothing happens, kept while it lasts; `isBound` says that the program has
  /// given a time to wait, which is not 0.
  private record Deadline(long time, boolean isBound) {}

  /// Supported, with the time left in `timeout` afterwards.
  @SystemCall(number = 73, name = "ppoll", restarts = false)
  long ppoll(Task task, long entries, int count, long timeout, long mask, long maskBytes) {
    Deadline deadline = deadline(task, timeout);
    setMask(task, mask, maskBytes);
    return tellingTimeLeft(task, timeout, deadline, () -> pollAll(task, entries, count, deadline));
  }

  private static long pollAll(Task task, long entries, int count, Deadline deadline) {
    if (Integer.toUnsignedLong(count) > unsignedLimit(task)) {
      throw Errno.EINVAL.failure();
    }
    byte[] raw = task.memory().read(entries, Math.multiplyExact(count, POLLFD_BYTES));
    List<WaitQueue> queues = new ArrayList<>();
    int ready = 0;
    for (int index = 0; index < count; index++) {
      int events = poll(task, entry(raw, index), queues);
      task.memory().store16(entries + (long) index * POLLFD_BYTES + 6, (short) events);
      ready += events == 0 ? 0 : 1;
    }
    return finish(task, ready, deadline, queues);
  }

  private record Entry(int fd, int events) {}

  private static Entry entry(byte[] raw, int index) {
    int at = index * POLLFD_BYTES;
    return new Entry(word(raw, at, 4), word(raw, at + 4, 2));
  }

  private static int word(byte[] raw, int offset, int length) {
    int word = 0;
    for (int index = length - 1; index >= 0; index--) {
      word = word << Byte.SIZE | Byte.toUnsignedInt(raw[offset + index]);
    }
    return word;
  }

  private static long unsignedLimit(Task task) {
    long limit = task.limit(ResourceLimit.RLIMIT_NOFILE);
    return limit < 0 ? Integer.MAX_VALUE : Math.min(limit, Integer.MAX_VALUE / POLLFD_BYTES);
  }

  private static int poll(Task task, Entry entry, List<WaitQueue> queues) {
    if (entry.fd < 0) {
      return 0;
    }
    if (task.descriptors().firstFrom(entry.fd).orElse(-1) != entry.fd) {
      return PollEvents.POLLNVAL;
    }
    FileDescription file = task.descriptors().any(entry.fd);
    queues.addAll(file.queues());
    return file.poll() & (entry.events | PollEvents.ALWAYS | PollEvents.POLLNVAL);
  }

  private static Deadline deadline(Task task, long timeout) {
    if (timeout == 0) {
      return new Deadline(Waiter.NEVER, false);
    }
    return task.progress(
        Deadline.class,
        () -> {
          long time = Timespec.of(task.memory().read(timeout, Timespec.BYTES)).toNanoseconds();
          return new Deadline(task.now() + time, time > 0);
        });
  }

  /// Does `call`, and unless it waits stores in `timeout` how much time is left, as Linux does
  /// however the call ends (poll(2), select(2), notes). Where nothing can be stored, nothing is.
  private static long tellingTimeLeft(
      Task task, long timeout, Deadline deadline, LongSupplier call) {
    boolean waits = false;
    try {
      return call.getAsLong();
    } catch (Blocked wait) {
      waits = true;
      throw wait;
    } finally {
      if (!waits && deadline.isBound) {
        long left = Math.max(0, deadline.time - task.now());
        storeIfPossible(task.memory(), timeout, Timespec.of(left));
      }
    }
  }

  private static void storeIfPossible(UserMemory memory, long address, Timespec time) {
    try {
      memory.write(address, time.toBytes());
    } catch (ErrnoException readOnly) {
      // The call has done what it was for.
    }
  }

  private static void setMask(Task task, long mask, long maskBytes) {
    if (mask == 0) {
      return;
    }
    if (maskBytes != SIGSET_BYTES) {
      throw Errno.EINVAL.failure();
    }
    task.signals().maskDuringCall(task.memory().load64(mask));
  }

  /// Answers how many are ready, or waits if none is and there is time.
  private static long finish(Task task, int ready, Deadline deadline, List<WaitQueue> queues) {
    if (ready > 0 || deadline.time <= task.now()) {
      return ready;
    }
    List<WaitQueue> waits = queues.isEmpty() ? List.of(new WaitQueue()) : queues;
    throw task.block(deadline.time, waits.toArray(WaitQueue[]::new));
  }

  /// Supported, with the time left in `timeout` afterwards.
  @SystemCall(number = 72, name = "pselect6", restarts = false)
  long pselect6(Task task, int count, long read, long write, long except, long timeout, long mask) {
    Deadline deadline = deadline(task, timeout);
    if (mask != 0) {
      setMask(task, task.memory().load64(mask), task.memory().load64(mask + Long.BYTES));
    }
    return tellingTimeLeft(
        task, timeout, deadline, () -> select(task, count, read, write, except, deadline));
  }

  private static long select(
      Task task, int count, long read, long write, long except, Deadline deadline) {
    if (count < 0) {
      throw Errno.EINVAL.failure();
    }
    int limit = Math.min(count, Math.max(task.descriptors().size(), LONG_BITS));
    List<Selection> selections =
        List.of(
            Selection.of(task, read, limit, READ),
            Selection.of(task, write, limit, WRITE),
            Selection.of(task, except, limit, EXCEPT));
    List<WaitQueue> queues = new ArrayList<>();
    int ready = selections.stream().mapToInt(selection -> selection.poll(task, queues)).sum();
    if (ready > 0 || deadline.time <= task.now()) {
      selections.forEach(selection -> selection.store(task));
    }
    return finish(task, ready, deadline, queues);
  }

  /// One of the three sets: which descriptors are asked for which events, and which are ready.
  private record Selection(long address, int limit, int events, BitSet asked, BitSet ready) {
    static Selection of(Task task, long address, int limit, int events) {
      BitSet asked = new BitSet();
      if (address != 0) {
        asked = BitSet.valueOf(task.memory().read(address, bytes(limit)));
        asked.clear(limit, Math.max(limit, asked.length()));
      }
      return new Selection(address, limit, events, asked, new BitSet());
    }

    private static int bytes(int limit) {
      return Math.ceilDiv(limit, LONG_BITS) * Long.BYTES;
    }

    int poll(Task task, List<WaitQueue> queues) {
      asked.stream()
          .forEach(
              fd -> {
                FileDescription file = task.descriptors().description(fd);
                queues.addAll(file.queues());
                ready.set(fd, (file.poll() & events) != 0);
              });
      return ready.cardinality();
    }

    void store(Task task) {
      if (address != 0) {
        byte[] bytes = new byte[bytes(limit)];
        byte[] set = ready.toByteArray();
        System.arraycopy(set, 0, bytes, 0, set.length);
        task.memory().write(address, bytes);
      }
    }
  }
}
