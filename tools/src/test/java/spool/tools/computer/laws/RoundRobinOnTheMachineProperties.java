package spool.tools.computer.laws;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.PropertyDefaults;
import spool.kernel.sched.RoundRobin;
import spool.kernel.sched.Scheduler;
import spool.kernel.sched.Settings;
import spool.kernel.sched.kit.Driver;
import spool.kernel.sched.kit.RoundRobinContract;

/// [RoundRobin] keeps the laws of [RoundRobinContract] under real programs too.
@PropertyDefaults(tries = 2, edgeCases = EdgeCasesMode.NONE)
class RoundRobinOnTheMachineProperties extends RoundRobinContract {
  @Override
  protected Scheduler policy(Settings settings) {
    return new RoundRobin(settings);
  }

  @Override
  protected Driver driver() {
    return new MachineDriver(0);
  }
}
