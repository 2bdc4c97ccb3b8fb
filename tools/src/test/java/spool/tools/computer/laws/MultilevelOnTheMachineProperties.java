package spool.tools.computer.laws;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.PropertyDefaults;
import spool.kernel.sched.MultilevelFeedbackQueue;
import spool.kernel.sched.Scheduler;
import spool.kernel.sched.Settings;
import spool.kernel.sched.kit.Driver;
import spool.kernel.sched.kit.MultilevelContract;

/// [MultilevelFeedbackQueue] keeps the laws of [MultilevelContract] under real programs too.
@PropertyDefaults(tries = 2, edgeCases = EdgeCasesMode.NONE)
class MultilevelOnTheMachineProperties extends MultilevelContract {
  @Override
  protected Scheduler policy(Settings settings) {
    return new MultilevelFeedbackQueue(settings);
  }

  @Override
  protected Driver driver() {
    return new MachineDriver(0);
  }
}
