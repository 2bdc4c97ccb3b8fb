package spool.tools.computer.laws;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.PropertyDefaults;
import spool.kernel.sched.EarliestDeadlineFirst;
import spool.kernel.sched.Scheduler;
import spool.kernel.sched.Settings;
import spool.kernel.sched.kit.Driver;
import spool.kernel.sched.kit.EarliestDeadlineContract;

/// [EarliestDeadlineFirst] keeps the laws of [EarliestDeadlineContract] under real programs too.
@PropertyDefaults(tries = 2, edgeCases = EdgeCasesMode.NONE)
class EarliestDeadlineOnTheMachineProperties extends EarliestDeadlineContract {
  @Override
  protected Scheduler policy(Settings settings) {
    return new EarliestDeadlineFirst(settings);
  }

  @Override
  protected Driver driver() {
    return new MachineDriver(0);
  }
}
