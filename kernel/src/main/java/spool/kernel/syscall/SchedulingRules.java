package spool.kernel.syscall;

import java.util.Arrays;
import java.util.Optional;
import spool.kernel.abi.Errno;
import spool.kernel.abi.ResourceLimit;
import spool.kernel.abi.SchedulingAttributes;
import spool.kernel.fs.Credentials;
import spool.kernel.process.Task;
import spool.kernel.sched.Attributes;
import spool.kernel.sched.Attributes.Policy;

/// Which scheduling attributes make sense, and who may give them to whom (sched(7),
/// sched_setattr(2)), as `__sched_setscheduler` in Linux's kernel/sched/syscalls.c has it.
final class SchedulingRules {
  static final int LOWEST_NICE = -20;
  static final int HIGHEST_NICE = 19;
  static final int MOST_PRIORITY = 99;

  /// The least runtime of a task with deadlines: what Linux's clock for them resolves.
  private static final long LEAST_RUNTIME = 1 << 10;

  /// `sched_deadline_period_min_us` and `sched_deadline_period_max_us`.
  private static final long LEAST_PERIOD = 100_000;

  private static final long LONGEST_PERIOD = (1L << 22) * 1000;

  private SchedulingRules() {}

  /// The policy with the number `number`. Fails with `EINVAL`.
  static Policy policy(int number) {
    Optional<Policy> policy =
        Arrays.stream(Policy.values()).filter(each -> each.number() == number).findFirst();
    return policy.orElseThrow(Errno.EINVAL::failure);
  }

  /// What `wanted` means under `policy`. Fails with `EINVAL` if it means nothing. The runtime of a
  /// normal task declares the CPU time that it needs.
  static Attributes attributes(Policy policy, SchedulingAttributes wanted) {
    int priority = wanted.priority();
    if (priority < 0 || priority > MOST_PRIORITY || policy.isRealTime() != (priority != 0)) {
      throw Errno.EINVAL.failure();
    }
    return switch (policy) {
      case SCHED_DEADLINE -> periodic(wanted);
      case SCHED_FIFO, SCHED_RR -> Attributes.realTime(policy, priority);
      case SCHED_OTHER, SCHED_BATCH, SCHED_IDLE ->
          new Attributes(policy, 0, Math.max(0, wanted.runtime()), 0, 0);
    };
  }

  private static Attributes periodic(SchedulingAttributes wanted) {
    long period = wanted.period() == 0 ? wanted.deadline() : wanted.period();
    boolean isOrdered =
        wanted.runtime() >= LEAST_RUNTIME
            && wanted.deadline() >= wanted.runtime()
            && period >= wanted.deadline();
    if (!isOrdered || period < LEAST_PERIOD || period > LONGEST_PERIOD) {
      throw Errno.EINVAL.failure();
    }
    return Attributes.periodic(wanted.runtime(), wanted.deadline(), period);
  }

  /// Fails with `EPERM` unless `caller` may give `target` these attributes.
  static void requirePermission(
      Task caller, Task target, Attributes wanted, int nice, boolean resetsOnFork) {
    boolean isAllowed =
        isOwner(caller, target)
            && mayHave(target, wanted, nice)
            && (resetsOnFork || !target.resetsOnFork());
    if (!caller.credentials().isPrivileged() && !isAllowed) {
      throw Errno.EPERM.failure();
    }
  }

  private static boolean mayHave(Task target, Attributes wanted, int nice) {
    return switch (wanted.policy()) {
      case SCHED_DEADLINE -> false;
      case SCHED_FIFO, SCHED_RR -> mayHavePriority(target, wanted);
      case SCHED_IDLE -> true;
      case SCHED_OTHER, SCHED_BATCH -> mayBeNice(target, nice) && mayLeaveIdle(target);
    };
  }

  private static boolean mayHavePriority(Task target, Attributes wanted) {
    long most = target.limit(ResourceLimit.RLIMIT_RTPRIO);
    boolean isChanged = wanted.policy() != target.ownAttributes().policy();
    boolean isRaised = wanted.priority() > target.ownAttributes().priority();
    return !(isChanged && most == 0)
        && !(isRaised && Long.compareUnsigned(wanted.priority(), most) > 0);
  }

  /// To come back from `SCHED_IDLE` is as much as to take one's nice value anew.
  private static boolean mayLeaveIdle(Task target) {
    return target.ownAttributes().policy() != Policy.SCHED_IDLE
        || isWithinLimit(target, target.ownNice());
  }

  /// Whether an unprivileged `target` may have the nice value `nice`.
  static boolean mayBeNice(Task target, int nice) {
    return nice >= target.ownNice() || isWithinLimit(target, nice);
  }

  /// `RLIMIT_NICE` is 20 less the lowest nice value.
  private static boolean isWithinLimit(Task target, int nice) {
    long most = target.limit(ResourceLimit.RLIMIT_NICE);
    return Long.compareUnsigned(HIGHEST_NICE + 1 - nice, most) <= 0;
  }

  /// Whether `target` belongs to the user as whom `caller` acts.
  static boolean isOwner(Task caller, Task target) {
    int user = caller.credentials().effectiveUid();
    Credentials of = target.credentials();
    return user == of.effectiveUid() || user == of.uid();
  }
}
