package spool.kernel.sched;

import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.Example;
import spool.kernel.sched.kit.RoundRobinContract;

/// [RoundRobin] keeps the laws of round robin.
class RoundRobinProperties extends RoundRobinContract {
  @Override
  protected Scheduler policy(Settings settings) {
    return new RoundRobin(settings);
  }

  @Example
  void aQuantumIsPositive() {
    assertThrows(IllegalArgumentException.class, () -> new RoundRobin(0));
  }
}
