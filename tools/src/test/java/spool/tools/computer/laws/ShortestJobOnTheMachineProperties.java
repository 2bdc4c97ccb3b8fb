package spool.tools.computer.laws;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.PropertyDefaults;
import spool.kernel.sched.Scheduler;
import spool.kernel.sched.Settings;
import spool.kernel.sched.ShortestJobFirst;
import spool.kernel.sched.kit.Driver;
import spool.kernel.sched.kit.ShortestJobContract;

/// [ShortestJobFirst] keeps the laws of [ShortestJobContract] under real programs too.
@PropertyDefaults(tries = 2, edgeCases = EdgeCasesMode.NONE)
class ShortestJobOnTheMachineProperties extends ShortestJobContract {
  @Override
  protected Scheduler policy(Settings settings) {
    return new ShortestJobFirst(settings);
  }

  @Override
  protected Driver driver() {
    return new MachineDriver(0);
  }
}
