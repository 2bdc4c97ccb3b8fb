package spool.tools.computer.laws;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.PropertyDefaults;
import spool.kernel.sched.Scheduler;
import spool.kernel.sched.Settings;
import spool.kernel.sched.ShortestRemainingTimeFirst;
import spool.kernel.sched.kit.Driver;
import spool.kernel.sched.kit.ShortestRemainingContract;

/// [ShortestRemainingTimeFirst] keeps the laws of [ShortestRemainingContract] under real programs
/// too.
@PropertyDefaults(tries = 2, edgeCases = EdgeCasesMode.NONE)
class ShortestRemainingOnTheMachineProperties extends ShortestRemainingContract {
  @Override
  protected Scheduler policy(Settings settings) {
    return new ShortestRemainingTimeFirst(settings);
  }

  @Override
  protected Driver driver() {
    return new MachineDriver(0);
  }
}
