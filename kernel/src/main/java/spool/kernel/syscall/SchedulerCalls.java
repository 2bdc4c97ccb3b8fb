package spool.kernel.syscall;

import java.util.Collection;
import java.util.List;
import spool.kernel.abi.Errno;
import spool.kernel.abi.Timespec;
import spool.kernel.process.Dispatcher;
import spool.kernel.process.NoReturn;
import spool.kernel.process.Process;
import spool.kernel.process.ProcessTable;
import spool.kernel.process.Task;
import spool.kernel.sched.Scheduler.Reason;

/// System calls about scheduling (sched(7)). Every task has the policy `SCHED_OTHER`: which policy
/// of the kernel's stands behind that is chosen for the whole machine.
public final class SchedulerCalls {
  private static final int SCHED_OTHER = 0;
  private static final int SCHED_FIFO = 1;
  private static final int SCHED_RR = 2;
  private static final int SCHED_BATCH = 3;
  private static final int SCHED_IDLE = 5;
  private static final int SCHED_RESET_ON_FORK = 0x4000_0000;
  private static final int MOST_PRIORITY = 99;
  private static final int LOWEST_NICE = -20;
  private static final int HIGHEST_NICE = 19;
  private static final int ATTRIBUTE_BYTES = 48;
  private static final int ATTRIBUTE_NICE = 16;
  private static final int PRIO_PROCESS = 0;
  private static final int PRIO_PGRP = 1;
  private static final int PRIO_USER = 2;

  private final ProcessTable table;
  private final Dispatcher dispatcher;

  /// Calls about the tasks of `table` on the harts of `dispatcher`.
  public SchedulerCalls(ProcessTable table, Dispatcher dispatcher) {
    this.table = table;
    this.dispatcher = dispatcher;
  }

  /// Supported.
  @SystemCall(number = 124, name = "sched_yield")
  long schedYield(Task task) {
    task.endCall(0);
    dispatcher.giveUp(task, Reason.YIELDED);
    throw new NoReturn();
  }

  /// Supported.
  @SystemCall(number = 122, name = "sched_setaffinity")
  long schedSetaffinity(Task task, int tid, int bytes, long mask) {
    Task target = task(task, tid);
    byte[] given = task.memory().read(mask, Math.clamp(bytes, 0, Long.BYTES));
    long harts = 0;
    for (int index = 0; index < given.length; index++) {
      harts |= (given[index] & 0xffL) << (index * Byte.SIZE);
    }
    harts &= allHarts();
    if (harts == 0) {
      throw Errno.EINVAL.failure();
    }
    long allowed = harts;
    dispatcher.change(target, () -> target.affinity(allowed));
    return 0;
  }

  /// Supported.
  @SystemCall(number = 123, name = "sched_getaffinity")
  long schedGetaffinity(Task task, int tid, int bytes, long mask) {
    if (bytes < Long.BYTES || bytes % Long.BYTES != 0) {
      throw Errno.EINVAL.failure();
    }
    task.memory().store64(mask, task(task, tid).affinity() & allHarts());
    return Long.BYTES;
  }

  private long allHarts() {
    return -1L >>> (Long.SIZE - dispatcher.hartCount());
  }

  private Task task(Task caller, int tid) {
    return tid == 0 ? caller : table.task(tid).orElseThrow(Errno.ESRCH::failure);
  }

  /// Supported.
  @SystemCall(number = 140, name = "setpriority")
  long setpriority(Task task, int which, int who, int nice) {
    int bounded = Math.clamp(nice, LOWEST_NICE, HIGHEST_NICE);
    for (Task target : targets(task, which, who)) {
      if (bounded < target.nice() && !task.credentials().isPrivileged()) {
        throw Errno.EACCES.failure();
      }
      dispatcher.change(target, () -> target.nice(bounded));
    }
    return 0;
  }

  /// Supported: answers 20 less the nice value, as the kernel does.
  @SystemCall(number = 141, name = "getpriority")
  long getpriority(Task task, int which, int who) {
    long lowest = targets(task, which, who).stream().mapToLong(Task::nice).min().orElseThrow();
    return HIGHEST_NICE + 1 - lowest;
  }

  private List<Task> targets(Task task, int which, int who) {
    List<Task> found =
        switch (which) {
          case PRIO_PROCESS -> List.of(task(task, who));
          case PRIO_PGRP -> tasks(group(who == 0 ? task.group() : who));
          case PRIO_USER -> tasks(ofUser(who == 0 ? task.credentials().uid() : who));
          default -> throw Errno.EINVAL.failure();
        };
    if (found.isEmpty()) {
      throw Errno.ESRCH.failure();
    }
    return found;
  }

  private Collection<Process> group(int id) {
    return table.group(id).orElseThrow(Errno.ESRCH::failure).members();
  }

  private List<Process> ofUser(int uid) {
    return table.all().stream().filter(each -> each.credentials().uid() == uid).toList();
  }

  private static List<Task> tasks(Collection<Process> processes) {
    return processes.stream().flatMap(process -> process.tasks().stream()).toList();
  }

  /// Accepts the policies that are no real-time policies, which all mean the same here.
  @SystemCall(number = 119, name = "sched_setscheduler")
  long schedSetscheduler(Task task, int tid, int policy, long parameter) {
    task(task, tid);
    requirePriority(task, parameter);
    return switch (policy & ~SCHED_RESET_ON_FORK) {
      case SCHED_OTHER, SCHED_BATCH, SCHED_IDLE -> 0;
      default -> throw Errno.EINVAL.failure();
    };
  }

  /// Accepts the only priority that `SCHED_OTHER` has, 0.
  @SystemCall(number = 118, name = "sched_setparam")
  long schedSetparam(Task task, int tid, long parameter) {
    task(task, tid);
    requirePriority(task, parameter);
    return 0;
  }

  private static void requirePriority(Task task, long parameter) {
    if (task.memory().load32(parameter) != 0) {
      throw Errno.EINVAL.failure();
    }
  }

  /// Supported.
  @SystemCall(number = 120, name = "sched_getscheduler")
  long schedGetscheduler(Task task, int tid) {
    task(task, tid);
    return SCHED_OTHER;
  }

  /// Supported.
  @SystemCall(number = 121, name = "sched_getparam")
  long schedGetparam(Task task, int tid, long parameter) {
    task(task, tid);
    task.memory().store32(parameter, 0);
    return 0;
  }

  /// Supported.
  @SystemCall(number = 275, name = "sched_getattr")
  long schedGetattr(Task task, int tid, long attributes, int size, int flags) {
    Task target = task(task, tid);
    if (size < ATTRIBUTE_BYTES || flags != 0) {
      throw Errno.EINVAL.failure();
    }
    task.memory().clear(attributes, ATTRIBUTE_BYTES);
    task.memory().store32(attributes, ATTRIBUTE_BYTES);
    task.memory().store32(attributes + ATTRIBUTE_NICE, target.nice());
    return 0;
  }

  /// Supported.
  @SystemCall(number = 125, name = "sched_get_priority_max")
  long schedGetPriorityMax(Task task, int policy) {
    return isRealTime(policy) ? MOST_PRIORITY : 0;
  }

  /// Supported.
  @SystemCall(number = 126, name = "sched_get_priority_min")
  long schedGetPriorityMin(Task task, int policy) {
    return isRealTime(policy) ? 1 : 0;
  }

  private static boolean isRealTime(int policy) {
    return switch (policy) {
      case SCHED_OTHER, SCHED_BATCH, SCHED_IDLE -> false;
      case SCHED_FIFO, SCHED_RR -> true;
      default -> throw Errno.EINVAL.failure();
    };
  }

  /// Answers the quantum of the machine's policy, 0 if it never takes a hart away.
  @SystemCall(number = 127, name = "sched_rr_get_interval")
  long schedRrGetInterval(Task task, int tid, long result) {
    long quantum = dispatcher.scheduler().quantum(task(task, tid), task.now());
    long shown = quantum == Long.MAX_VALUE ? 0 : quantum;
    task.memory().write(result, Timespec.of(shown).toBytes());
    return 0;
  }

  /// Supported; every hart is on node 0.
  @SystemCall(number = 168, name = "getcpu")
  long getcpu(Task task, long hart, long node) {
    if (hart != 0) {
      task.memory().store32(hart, task.hart());
    }
    if (node != 0) {
      task.memory().store32(node, 0);
    }
    return 0;
  }
}
