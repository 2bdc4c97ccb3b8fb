package spool.tools.computer.laws;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.PropertyDefaults;
import spool.kernel.sched.FirstComeFirstServed;
import spool.kernel.sched.Scheduler;
import spool.kernel.sched.Settings;
import spool.kernel.sched.kit.Driver;
import spool.kernel.sched.kit.FirstComeContract;

/// [FirstComeFirstServed] keeps the laws of [FirstComeContract] under real programs too.
@PropertyDefaults(tries = 2, edgeCases = EdgeCasesMode.NONE)
class FirstComeOnTheMachineProperties extends FirstComeContract {
  @Override
  protected Scheduler policy(Settings settings) {
    return new FirstComeFirstServed();
  }

  @Override
  protected Driver driver() {
    return new MachineDriver(0);
  }
}
