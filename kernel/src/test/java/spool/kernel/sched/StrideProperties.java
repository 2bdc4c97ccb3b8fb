package spool.kernel.sched;

import spool.kernel.sched.kit.StrideContract;

/// [Stride] keeps the laws of [StrideContract].
class StrideProperties extends StrideContract {
  @Override
  protected Scheduler policy(Settings settings) {
    return new Stride(settings);
  }
}
