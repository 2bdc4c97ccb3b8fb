package spool.tools.computer.laws;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.PropertyDefaults;
import spool.kernel.sched.Scheduler;
import spool.kernel.sched.Settings;
import spool.kernel.sched.Stride;
import spool.kernel.sched.kit.Driver;
import spool.kernel.sched.kit.StrideContract;

/// [Stride] keeps the laws of [StrideContract] under real programs too.
@PropertyDefaults(tries = 2, edgeCases = EdgeCasesMode.NONE)
class StrideOnTheMachineProperties extends StrideContract {
  @Override
  protected Scheduler policy(Settings settings) {
    return new Stride(settings);
  }

  @Override
  protected Driver driver() {
    return new MachineDriver(0);
  }
}
