package spool.kernel.syscall;

import spool.kernel.abi.Errno;
import spool.kernel.abi.ResourceLimit;
import spool.kernel.abi.ResourceUsage;
import spool.kernel.process.CpuTime;
import spool.kernel.process.Process;
import spool.kernel.process.ProcessTable;
import spool.kernel.process.ResourceLimits;
import spool.kernel.process.Task;
import spool.kernel.vm.UserMemory;

/// System calls about how much processes use and may use.
public final class LimitCalls {
  private static final int LIMIT_BYTES = 16;
  private static final int RUSAGE_SELF = 0;
  private static final int RUSAGE_CHILDREN = -1;
  private static final int RUSAGE_THREAD = 1;
  private static final long KIBIBYTE = 1024;

  private final ProcessTable table;

  /// Calls about the processes of `table`.
  public LimitCalls(ProcessTable table) {
    this.table = table;
  }

  /// Supported: `AS`, `DATA`, `STACK`, `NOFILE`, `FSIZE`, `NPROC` and `SIGPENDING` have effect.
  @SystemCall(number = 261, name = "prlimit64")
  long prlimit64(Task task, int pid, int resource, long next, long old) {
    Process target = pid == 0 ? task.process() : table.find(pid).orElseThrow(Errno.ESRCH::failure);
    requireResource(resource);
    UserMemory memory = task.memory();
    long soft = target.limits().soft(resource);
    long hard = target.limits().hard(resource);
    if (next != 0) {
      set(task, target, resource, memory.load64(next), memory.load64(next + Long.BYTES));
    }
    if (old != 0) {
      memory.store64(old, soft);
      memory.store64(old + Long.BYTES, hard);
    }
    return 0;
  }

  private static void requireResource(int resource) {
    if (resource < 0 || resource >= ResourceLimit.COUNT) {
      throw Errno.EINVAL.failure();
    }
  }

  private static void set(Task task, Process target, int resource, long soft, long hard) {
    ResourceLimits limits = target.limits();
    if (Long.compareUnsigned(soft, hard) > 0) {
      throw Errno.EINVAL.failure();
    }
    long ceiling =
        task.credentials().isPrivileged()
            ? ResourceLimits.ceiling(resource)
            : limits.hard(resource);
    if (Long.compareUnsigned(hard, ceiling) > 0) {
      throw Errno.EPERM.failure();
    }
    limits.set(resource, soft, hard);
    if (target.resources().hasMemory()) {
      target.memory().limits(limits.ofMemory());
    }
  }

  /// Supported as `prlimit64`.
  @SystemCall(number = 163, name = "getrlimit")
  long getrlimit(Task task, int resource, long result) {
    return prlimit64(task, 0, resource, 0, require(task, result));
  }

  /// Supported as `prlimit64`.
  @SystemCall(number = 164, name = "setrlimit")
  long setrlimit(Task task, int resource, long request) {
    return prlimit64(task, 0, resource, require(task, request), 0);
  }

  private static long require(Task task, long address) {
    task.memory().read(address, LIMIT_BYTES);
    return address;
  }

  /// Supported: CPU times, switches, page faults and, of the process itself, the peak of memory.
  @SystemCall(number = 165, name = "getrusage")
  long getrusage(Task task, int who, long result) {
    Process process = task.process();
    ResourceUsage usage =
        switch (who) {
          case RUSAGE_SELF -> usage(task, process.cpuTime());
          case RUSAGE_THREAD -> usage(task, task.cpuTime());
          case RUSAGE_CHILDREN -> ofChildren(process.childrenCpuTime());
          default -> throw Errno.EINVAL.failure();
        };
    task.memory().write(result, usage.toBytes());
    return 0;
  }

  private static ResourceUsage usage(Task task, CpuTime time) {
    return new ResourceUsage(
        time.user(),
        time.system(),
        task.memory().usage().peakResident() / KIBIBYTE,
        task.memory().faults(),
        time.voluntarySwitches(),
        time.involuntarySwitches());
  }

  private static ResourceUsage ofChildren(CpuTime time) {
    return new ResourceUsage(
        time.user(), time.system(), 0, 0, time.voluntarySwitches(), time.involuntarySwitches());
  }
}
