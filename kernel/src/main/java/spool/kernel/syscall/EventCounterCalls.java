package spool.kernel.syscall;

import spool.kernel.abi.OpenFlags;
import spool.kernel.abi.ResourceLimit;
import spool.kernel.fs.FileSystem;
import spool.kernel.ipc.event.EventCounter;
import spool.kernel.process.Task;

/// The system call that makes counters of events.
public final class EventCounterCalls {
  private static final int EFD_SEMAPHORE = 1;
  private static final int EFD_FLAGS = EFD_SEMAPHORE | OpenFlags.O_NONBLOCK | OpenFlags.O_CLOEXEC;

  private final FileSystem fileSystem;

  /// Counters are files on `fileSystem`.
  public EventCounterCalls(FileSystem fileSystem) {
    this.fileSystem = fileSystem;
  }

  /// Supported.
  @SystemCall(number = 19, name = "eventfd2")
  long eventfd2(Task task, int count, int flags) {
    Flags.demandOnly(flags, EFD_FLAGS);
    int limit = (int) task.limit(ResourceLimit.RLIMIT_NOFILE);
    task.descriptors().demandRoom(limit);
    boolean isSemaphore = (flags & EFD_SEMAPHORE) != 0;
    return task.descriptors()
        .install(
            new EventCounter(fileSystem, count, isSemaphore, flags),
            (flags & OpenFlags.O_CLOEXEC) != 0,
            0,
            limit);
  }
}
