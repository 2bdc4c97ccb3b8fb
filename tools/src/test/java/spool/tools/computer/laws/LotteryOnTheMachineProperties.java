package spool.tools.computer.laws;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.PropertyDefaults;
import spool.kernel.sched.Lottery;
import spool.kernel.sched.Scheduler;
import spool.kernel.sched.Settings;
import spool.kernel.sched.kit.Driver;
import spool.kernel.sched.kit.LotteryContract;

/// [Lottery] keeps the laws of [LotteryContract] under real programs too.
@PropertyDefaults(tries = 2, edgeCases = EdgeCasesMode.NONE)
class LotteryOnTheMachineProperties extends LotteryContract {
  @Override
  protected Scheduler policy(Settings settings) {
    return new Lottery(settings);
  }

  @Override
  protected int draws() {
    return 300;
  }

  @Override
  protected Driver driver() {
    return new MachineDriver(0);
  }
}
