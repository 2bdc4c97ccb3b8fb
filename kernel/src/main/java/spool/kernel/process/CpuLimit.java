package spool.kernel.process;

import spool.kernel.abi.ResourceLimit;
import spool.kernel.abi.Signal;
import spool.kernel.abi.Timespec;
import spool.kernel.signal.SignalInfo;

/// Enforces `RLIMIT_CPU` (setrlimit(2)): `SIGXCPU` when the soft limit is reached and at every
/// further second, for which the soft limit grows by one as Linux has it, and `SIGKILL` at the hard
/// one.
final class CpuLimit {
  private CpuLimit() {}

  /// Sends what `process`, which has used `used` cycles of CPU time, has run out for.
  static void check(Process process, long used) {
    ResourceLimits limits = process.limits();
    long soft = limits.soft(ResourceLimit.RLIMIT_CPU);
    long hard = limits.hard(ResourceLimit.RLIMIT_CPU);
    if (left(hard, used) <= 0) {
      Signals.send(process, SignalInfo.ofKernel(Signal.SIGKILL));
    } else if (left(soft, used) <= 0) {
      limits.set(ResourceLimit.RLIMIT_CPU, Math.max(soft, 1) + 1, hard);
      Signals.send(process, SignalInfo.ofKernel(Signal.SIGXCPU));
    }
  }

  /// How many cycles of CPU time are left until one of the limits is reached, [Long#MAX_VALUE]
  /// without any.
  static long left(Process process, long used) {
    ResourceLimits limits = process.limits();
    return Math.min(
        left(limits.soft(ResourceLimit.RLIMIT_CPU), used),
        left(limits.hard(ResourceLimit.RLIMIT_CPU), used));
  }

  /// A limit of 0 seconds means 1, as on Linux; one of centuries means none.
  private static long left(long seconds, long used) {
    boolean isFar = seconds < 0 || seconds > Long.MAX_VALUE / Timespec.SECOND;
    return isFar ? Long.MAX_VALUE : Math.max(seconds, 1) * Timespec.SECOND - used;
  }
}
