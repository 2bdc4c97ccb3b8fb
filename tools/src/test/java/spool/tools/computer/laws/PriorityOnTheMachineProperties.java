package spool.tools.computer.laws;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.PropertyDefaults;
import spool.kernel.sched.PriorityScheduling;
import spool.kernel.sched.Scheduler;
import spool.kernel.sched.Settings;
import spool.kernel.sched.kit.Driver;
import spool.kernel.sched.kit.PriorityContract;

/// [PriorityScheduling] keeps the laws of [PriorityContract] under real programs too.
@PropertyDefaults(tries = 2, edgeCases = EdgeCasesMode.NONE)
class PriorityOnTheMachineProperties extends PriorityContract {
  @Override
  protected Scheduler policy(Settings settings) {
    return new PriorityScheduling(settings);
  }

  @Override
  protected Driver driver() {
    return new MachineDriver(0);
  }
}
