package spool.tools.computer.laws;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.PropertyDefaults;
import spool.kernel.sched.Eevdf;
import spool.kernel.sched.Scheduler;
import spool.kernel.sched.Settings;
import spool.kernel.sched.kit.Driver;
import spool.kernel.sched.kit.EligibleDeadlineContract;

/// [Eevdf] keeps the laws of [EligibleDeadlineContract] under real programs too.
@PropertyDefaults(tries = 2, edgeCases = EdgeCasesMode.NONE)
class EligibleDeadlineOnTheMachineProperties extends EligibleDeadlineContract {
  @Override
  protected Scheduler policy(Settings settings) {
    return new Eevdf(settings);
  }

  @Override
  protected Driver driver() {
    return new MachineDriver(0);
  }
}
