package spool.tools.computer.laws;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.PropertyDefaults;
import spool.kernel.sched.RateMonotonic;
import spool.kernel.sched.Scheduler;
import spool.kernel.sched.Settings;
import spool.kernel.sched.kit.Driver;
import spool.kernel.sched.kit.RateMonotonicContract;

/// [RateMonotonic] keeps the laws of [RateMonotonicContract] under real programs too.
@PropertyDefaults(tries = 2, edgeCases = EdgeCasesMode.NONE)
class RateMonotonicOnTheMachineProperties extends RateMonotonicContract {
  @Override
  protected Scheduler policy(Settings settings) {
    return new RateMonotonic(settings);
  }

  @Override
  protected Driver driver() {
    return new MachineDriver(0);
  }
}
