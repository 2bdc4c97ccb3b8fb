package spool.kernel.sched.kit;

import java.util.function.Supplier;
import spool.kernel.sched.Scheduler;

/// What runs workloads under policies: the [Simulation], which is fast and exact, or a machine with
/// its kernel, where the same laws hold but for its grace.
///
/// A law says what is to be at once. A machine needs time for it: until an interrupt is taken, and
/// for what the kernel does. The grace bounds one such delay; where several may add up, the law
/// says how many.
public interface Driver {
  /// What happens to `workload` under the policy that `policies` gives; it is asked for one at the
  /// start, and again whenever the workload changes it. The tasks of the history are the jobs, by
  /// number from 1.
  History run(Workload workload, Supplier<? extends Scheduler> policies);

  /// By how much anything may come later than at once, or a burst take longer than asked for;
  /// cycles.
  default long grace() {
    return 0;
  }

  /// `workload`, stated for the simulation, as it is to be run here.
  default Workload fit(Workload workload) {
    return workload;
  }

  /// A span of time, stated for the simulation, as it is to be here; cycles.
  default long fit(long cycles) {
    return cycles;
  }
}
