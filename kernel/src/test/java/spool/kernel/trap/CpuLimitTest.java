package spool.kernel.trap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import spool.emulator.machine.Outcome;
import spool.kernel.abi.ResourceLimit;
import spool.kernel.abi.Signal;
import spool.kernel.process.Process;
import spool.kernel.process.Timers;
import spool.kernel.process.WaitStatus;
import spool.kernel.signal.SignalAction;
import spool.kernel.trace.TraceSink;
import spool.kernel.trap.Puppeteer.Puppet;

/// What ends a program that computes and never enters the kernel by itself.
class CpuLimitTest {
  private static final int EXIT_GROUP = 94;
  private static final int SCHED_YIELD = 124;
  private static final int CLONE = 220;
  private static final long SECOND = 1_000_000_000;
  private static final long PACE = SECOND / 50;
  private static final int MOST_STEPS = 100_000;

  /// Prepares its process and computes for ever.
  private static final class Computer implements Puppet {
    private final Consumer<Process> preparation;
    private boolean isPrepared;

    Computer(Consumer<Process> preparation) {
      this.preparation = preparation;
    }

    @Override
    public Puppet child() {
      throw new AssertionError("nobody has a child");
    }

    @Override
    public void act(Puppeteer machine, long result) {
      if (!isPrepared) {
        preparation.accept(machine.task().process());
        isPrepared = true;
      }
      machine.hart().charge(PACE);
    }
  }

  /// Makes the one that computes, and waits for its end.
  private static final class Init implements Puppet {
    private final Puppet child;
    private boolean isMade;
    private WaitStatus status = WaitStatus.exited(0);
    private long used;

    Init(Puppet child) {
      this.child = child;
    }

    @Override
    public Puppet child() {
      return child;
    }

    @Override
    public void act(Puppeteer machine, long result) {
      if (!isMade) {
        isMade = true;
        machine.call(CLONE, Signal.SIGCHLD, 0, 0, 0, 0);
        return;
      }
      Process made = machine.task().process().children().iterator().next();
      if (made.hasEnded()) {
        status = made.status();
        used = made.cpuTime().total();
        machine.call(EXIT_GROUP, 0);
      } else {
        machine.call(SCHED_YIELD);
      }
    }
  }

  private static Init run(Consumer<Process> preparation) {
    Init init = new Init(new Computer(preparation));
    Outcome outcome = new Puppeteer(1, 0, init, TraceSink.OFF).run(MOST_STEPS);
    assertInstanceOf(Outcome.PoweredOff.class, outcome);
    return init;
  }

  private static void assertUsed(long expected, long used) {
    assertTrue(used >= expected && used < expected + 2 * PACE, "used " + used + " cycles");
  }

  @Test
  void theSoftLimitSendsSigxcpu() {
    Init init = run(process -> process.limits().set(ResourceLimit.RLIMIT_CPU, 1, 3));
    assertEquals(WaitStatus.killed(Signal.SIGXCPU), init.status);
    assertUsed(SECOND, init.used);
  }

  @Test
  void theHardLimitKills() {
    Init init =
        run(
            process -> {
              process.limits().set(ResourceLimit.RLIMIT_CPU, 1, 3);
              process
                  .actions()
                  .set(Signal.SIGXCPU, new SignalAction(SignalAction.SIG_IGN, 0, Signal.EMPTY));
            });
    assertEquals(WaitStatus.killed(Signal.SIGKILL), init.status);
    assertUsed(3 * SECOND, init.used);
  }

  @Test
  void aProfilingTimerEndsIt() {
    Init init =
        run(process -> process.timers().set(Timers.ITIMER_PROF, new Timers.Setting(SECOND / 4, 0)));
    assertEquals(WaitStatus.killed(Signal.SIGPROF), init.status);
    assertUsed(SECOND / 4, init.used);
  }
}
