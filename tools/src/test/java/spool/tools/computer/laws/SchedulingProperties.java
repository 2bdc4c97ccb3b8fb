package spool.tools.computer.laws;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import spool.kernel.sched.Policies;
import spool.kernel.sched.Scheduler;
import spool.kernel.sched.SchedulerChoice;
import spool.kernel.sched.SchedulerChoice.Queues;
import spool.kernel.sched.Settings;
import spool.kernel.sched.kit.Trial;
import spool.kernel.sched.kit.Workload;
import spool.kernel.sched.kit.Workloads;

/// The laws of every policy hold on the machine: random workloads as programs, under each policy,
/// on one hart and several, in classes and with a queue for each hart or one for all, with any
/// seed.
///
/// The programs check by themselves that they run only where they may, and that a lock keeps them
/// apart.
class SchedulingProperties {
  private static final String SETTING = "spool.setting";

  private static final Map<String, String> PARAMETERS =
      Map.of("quantum", "500us", "slice", "300us", "boost", "5ms", "step", "1ms");

  /// How a workload is run.
  ///
  /// @param policy the policy's name
  /// @param queuePerHart whether every hart has a queue of its own
  /// @param seed the machine's seed
  record Setting(String policy, boolean queuePerHart, long seed) {
    static Setting parse(String text) {
      String[] parts = text.split(",", -1);
      return new Setting(parts[0], Boolean.parseBoolean(parts[1]), Long.parseLong(parts[2]));
    }

    @Override
    public String toString() {
      return policy + "," + queuePerHart + "," + seed;
    }

    Scheduler scheduler(int harts) {
      Queues queues = queuePerHart ? Queues.PER_HART : Queues.SHARED;
      return SchedulerChoice.of(new Policies(), policy, PARAMETERS, queues)
          .make(harts, Settings.standard()::random);
    }
  }

  @Provide
  Arbitrary<Setting> settings() {
    String text = System.getProperty(SETTING, "");
    List<String> policies = new Policies().all().stream().map(Scheduler::name).toList();
    return text.isEmpty()
        ? Combinators.combine(
                Arbitraries.of(policies), Arbitraries.of(true, false), Arbitraries.longs())
            .as(Setting::new)
        : Arbitraries.just(Setting.parse(text));
  }

  @Provide
  Arbitrary<Workload> workloads() {
    return Trial.given(Workloads.any().map(new MachineDriver(0)::fit));
  }

  @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
  void policiesKeepTheCommonLawsOnTheMachine(
      @ForAll("settings") Setting setting, @ForAll("workloads") Workload workload) {
    MachineDriver driver = new MachineDriver(setting.seed, "locked");
    Trial.of(driver, workload, () -> setting.scheduler(workload.harts()))
        .check(
            "SchedulingProperties#policiesKeepTheCommonLawsOnTheMachine",
            " -D%s='%s'".formatted(SETTING, setting));
  }

  /// When the first job's quantum ends on hart 0, the second has it, which may run nowhere else:
  /// the first must not wait for it while hart 1 idles.
  @Example
  void anIdleHartIsCalledForATaskThatWasPassedOver() {
    policiesKeepTheCommonLawsOnTheMachine(
        new Setting("rr", false, 1),
        Workload.parse(
            "harts=2 switch=0 | 0:3ms~100us,3ms | 100us:3ms~200us,3ms on=1 | 500us:2ms on=1"));
  }
}
