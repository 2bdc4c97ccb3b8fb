package spool.kernel.syscall;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import spool.kernel.abi.Errno;
import spool.kernel.abi.SchedulingAttributes;
import spool.kernel.abi.Timespec;
import spool.kernel.process.Dispatcher;
import spool.kernel.process.NoReturn;
import spool.kernel.process.Process;
import spool.kernel.process.ProcessTable;
import spool.kernel.process.Task;
import spool.kernel.sched.Attributes;
import spool.kernel.sched.Attributes.Policy;
import spool.kernel.sched.Scheduler.Reason;
import spool.kernel.sched.SchedulingClasses;

/// System calls about scheduling (sched(7)).
///
/// Tasks of `SCHED_OTHER` and `SCHED_BATCH` are ordered by the policy that was chosen for the whole
/// machine; deadlines, real-time priorities and `SCHED_IDLE` mean what they mean on Linux. The
/// `sched_runtime` of a normal task, which Linux since 6.12 takes for the length of its requests to
/// EEVDF, declares here the CPU time that the task needs in all, for policies that go by it.
public final class SchedulerCalls {
  private static final int PAGE = 4096;
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

  /// Supported. A task with deadlines has to be allowed on all harts.
  @SystemCall(number = 122, name = "sched_setaffinity")
  long schedSetaffinity(Task task, int tid, int bytes, long mask) {
    byte[] given = task.memory().read(mask, Math.clamp(bytes, 0, Long.BYTES));
    Task target = task(task, tid);
    if (!task.credentials().isPrivileged() && !SchedulingRules.isOwner(task, target)) {
      throw Errno.EPERM.failure();
    }
    long harts = 0;
    for (int index = 0; index < given.length; index++) {
      harts |= (given[index] & 0xffL) << (index * Byte.SIZE);
    }
    long allowed = harts & allHarts();
    if (allowed == 0) {
      throw Errno.EINVAL.failure();
    }
    if (target.ownAttributes().isPeriodic() && allowed != allHarts()) {
      throw Errno.EBUSY.failure();
    }
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
    if (tid < 0) {
      throw Errno.EINVAL.failure();
    }
    return tid == 0 ? caller : table.task(tid).orElseThrow(Errno.ESRCH::failure);
  }

  /// Supported: changes those of several tasks that it may, and fails if there are others.
  @SystemCall(number = 140, name = "setpriority")
  long setpriority(Task task, int which, int who, int nice) {
    int bounded = Math.clamp(nice, SchedulingRules.LOWEST_NICE, SchedulingRules.HIGHEST_NICE);
    Optional<Errno> refusal = Optional.empty();
    for (Task target : targets(task, which, who)) {
      Optional<Errno> reason = refusal(task, target, bounded);
      if (reason.isEmpty()) {
        target.schedule(target.ownAttributes(), bounded);
      }
      refusal = reason.isPresent() ? reason : refusal;
    }
    if (refusal.isPresent()) {
      throw refusal.get().failure();
    }
    return 0;
  }

  private static Optional<Errno> refusal(Task task, Task target, int nice) {
    if (task.credentials().isPrivileged()) {
      return Optional.empty();
    }
    if (!SchedulingRules.isOwner(task, target)) {
      return Optional.of(Errno.EPERM);
    }
    return SchedulingRules.mayBeNice(target, nice) ? Optional.empty() : Optional.of(Errno.EACCES);
  }

  /// Supported: answers 20 less the nice value, as the kernel does.
  @SystemCall(number = 141, name = "getpriority")
  long getpriority(Task task, int which, int who) {
    long lowest = targets(task, which, who).stream().mapToLong(Task::ownNice).min().orElseThrow();
    return SchedulingRules.HIGHEST_NICE + 1 - lowest;
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

  /// Supported.
  @SystemCall(number = 119, name = "sched_setscheduler")
  long schedSetscheduler(Task task, int tid, int policy, long parameter) {
    if (policy < 0) {
      throw Errno.EINVAL.failure();
    }
    int priority = priority(task, parameter);
    Task target = task(task, tid);
    boolean resets = (policy & SchedulingAttributes.SCHED_RESET_ON_FORK) != 0;
    int number = policy & ~SchedulingAttributes.SCHED_RESET_ON_FORK;
    set(task, target, SchedulingRules.policy(number), simple(target, priority), resets);
    return 0;
  }

  /// Supported.
  @SystemCall(number = 118, name = "sched_setparam")
  long schedSetparam(Task task, int tid, long parameter) {
    int priority = priority(task, parameter);
    Task target = task(task, tid);
    Policy policy = target.ownAttributes().policy();
    set(task, target, policy, simple(target, priority), target.resetsOnFork());
    return 0;
  }

  private static int priority(Task task, long parameter) {
    if (parameter == 0) {
      throw Errno.EINVAL.failure();
    }
    return task.memory().load32(parameter);
  }

  /// What a call says that has no more than a priority: the nice value and the declared CPU time
  /// stay.
  private static SchedulingAttributes simple(Task target, int priority) {
    Attributes present = target.ownAttributes();
    long declared = present.isPeriodic() ? 0 : present.runtime();
    return new SchedulingAttributes(0, 0, target.ownNice(), priority, declared, 0, 0);
  }

  private void set(
      Task task, Task target, Policy policy, SchedulingAttributes wanted, boolean resets) {
    Attributes attributes = SchedulingRules.attributes(policy, wanted);
    boolean hasNice = policy == Policy.SCHED_OTHER || policy == Policy.SCHED_BATCH;
    int nice =
        hasNice
            ? Math.clamp(wanted.nice(), SchedulingRules.LOWEST_NICE, SchedulingRules.HIGHEST_NICE)
            : target.ownNice();
    SchedulingRules.requirePermission(task, target, attributes, nice, resets);
    if (attributes.isPeriodic()) {
      requireAdmission(target, attributes);
    }
    target.resetsOnFork(resets);
    if (!attributes.equals(target.ownAttributes()) || nice != target.ownNice()) {
      target.schedule(attributes, nice);
    }
  }

  private void requireAdmission(Task target, Attributes wanted) {
    if ((target.affinity() & allHarts()) != allHarts()) {
      throw Errno.EPERM.failure();
    }
    if (!dispatcher.scheduler().admits(target, wanted)) {
      throw Errno.EBUSY.failure();
    }
  }

  /// Supported.
  @SystemCall(number = 120, name = "sched_getscheduler")
  long schedGetscheduler(Task task, int tid) {
    Task target = task(task, tid);
    int flag = target.resetsOnFork() ? SchedulingAttributes.SCHED_RESET_ON_FORK : 0;
    return target.ownAttributes().policy().number() | flag;
  }

  /// Supported.
  @SystemCall(number = 121, name = "sched_getparam")
  long schedGetparam(Task task, int tid, long parameter) {
    if (parameter == 0) {
      throw Errno.EINVAL.failure();
    }
    task.memory().store32(parameter, task(task, tid).ownAttributes().priority());
    return 0;
  }

  /// Supported: `RESET_ON_FORK`, `KEEP_POLICY` and `KEEP_PARAMS`; reclaiming and overrun signals
  /// are `EINVAL`, utilization clamping is `EOPNOTSUPP`.
  @SystemCall(number = 274, name = "sched_setattr")
  long schedSetattr(Task task, int tid, long attributes, int flags) {
    if (attributes == 0 || tid < 0 || flags != 0) {
      throw Errno.EINVAL.failure();
    }
    SchedulingAttributes wanted = read(task, attributes);
    if (wanted.policy() < 0) {
      throw Errno.EINVAL.failure();
    }
    Task target = task(task, tid);
    Policy policy =
        wanted.has(SchedulingAttributes.SCHED_FLAG_KEEP_POLICY)
            ? target.ownAttributes().policy()
            : SchedulingRules.policy(wanted.policy());
    requireFlags(wanted);
    boolean keeps = wanted.has(SchedulingAttributes.SCHED_FLAG_KEEP_PARAMS);
    boolean resets = wanted.has(SchedulingAttributes.SCHED_FLAG_RESET_ON_FORK);
    set(task, target, policy, keeps ? of(target) : wanted, resets);
    return 0;
  }

  /// Reads the structure, whose size is its first word, as `sched_copy_attr` does: one shorter than
  /// the first form, or a longer one with something in what is not known, is refused with the size
  /// that is.
  private static SchedulingAttributes read(Task task, long address) {
    long given = Integer.toUnsignedLong(task.memory().load32(address));
    long size = given == 0 ? SchedulingAttributes.BYTES : given;
    if (size < SchedulingAttributes.BYTES || size > PAGE || hasMore(task, address, (int) size)) {
      task.memory().store32(address, SchedulingAttributes.BYTES);
      throw Errno.E2BIG.failure();
    }
    return SchedulingAttributes.parse(task.memory().read(address, SchedulingAttributes.BYTES));
  }

  private static boolean hasMore(Task task, long address, int size) {
    int rest = size - SchedulingAttributes.BYTES;
    for (byte each : task.memory().read(address + SchedulingAttributes.BYTES, rest)) {
      if (each != 0) {
        return true;
      }
    }
    return false;
  }

  private static void requireFlags(SchedulingAttributes wanted) {
    long unserved =
        SchedulingAttributes.SCHED_FLAG_RECLAIM
            | SchedulingAttributes.SCHED_FLAG_DL_OVERRUN
            | ~SchedulingAttributes.SCHED_FLAG_ALL;
    if (wanted.has(unserved)) {
      throw Errno.EINVAL.failure();
    }
    if (wanted.has(SchedulingAttributes.SCHED_FLAG_UTIL_CLAMP)) {
      throw Errno.EOPNOTSUPP.failure();
    }
  }

  private static SchedulingAttributes of(Task target) {
    Attributes present = target.ownAttributes();
    boolean hasNice = !present.policy().isRealTime() && !present.isPeriodic();
    return new SchedulingAttributes(
        present.policy().number(),
        target.resetsOnFork() ? SchedulingAttributes.SCHED_FLAG_RESET_ON_FORK : 0,
        hasNice ? target.ownNice() : 0,
        present.priority(),
        present.runtime(),
        present.deadline(),
        present.period());
  }

  /// Supported.
  @SystemCall(number = 275, name = "sched_getattr")
  long schedGetattr(Task task, int tid, long attributes, int size, int flags) {
    if (attributes == 0 || size < SchedulingAttributes.BYTES || size > PAGE || flags != 0) {
      throw Errno.EINVAL.failure();
    }
    task.memory().write(attributes, of(task(task, tid)).toBytes());
    return 0;
  }

  /// Supported.
  @SystemCall(number = 125, name = "sched_get_priority_max")
  long schedGetPriorityMax(Task task, int policy) {
    return SchedulingRules.policy(policy).isRealTime() ? SchedulingRules.MOST_PRIORITY : 0;
  }

  /// Supported.
  @SystemCall(number = 126, name = "sched_get_priority_min")
  long schedGetPriorityMin(Task task, int policy) {
    return SchedulingRules.policy(policy).isRealTime() ? 1 : 0;
  }

  /// Supported: answers the quantum of `SCHED_RR`, of a normal task what the machine's policy gives
  /// it, and 0 for those that have none.
  @SystemCall(number = 127, name = "sched_rr_get_interval")
  long schedRrGetInterval(Task task, int tid, long result) {
    Task target = task(task, tid);
    long interval =
        switch (target.ownAttributes().policy()) {
          case SCHED_RR -> SchedulingClasses.ROUND_ROBIN_QUANTUM;
          case SCHED_FIFO, SCHED_DEADLINE -> 0;
          case SCHED_OTHER, SCHED_BATCH, SCHED_IDLE ->
              dispatcher.scheduler().quantum(target, task.now());
        };
    long shown = interval == Long.MAX_VALUE ? 0 : interval;
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
