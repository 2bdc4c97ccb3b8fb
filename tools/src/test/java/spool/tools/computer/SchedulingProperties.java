package spool.tools.computer;

import static java.io.InputStream.nullInputStream;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import spool.kernel.process.Process;
import spool.kernel.sched.Policies;
import spool.kernel.sched.Scheduler;
import spool.kernel.sched.Scheduler.Reason;
import spool.kernel.sched.SchedulerChoice;
import spool.kernel.sched.SchedulerChoice.Queues;
import spool.kernel.sched.kit.CommonLaws;
import spool.kernel.sched.kit.History;
import spool.kernel.sched.kit.Job;
import spool.kernel.sched.kit.Law;
import spool.kernel.sched.kit.Step;
import spool.kernel.sched.kit.Trial;
import spool.kernel.sched.kit.Workload;
import spool.kernel.sched.kit.Workloads;
import spool.kernel.trace.Activity;
import spool.kernel.trap.HostStreams;

/// The laws of every policy hold on the machine: random workloads as programs, under each policy,
/// on one hart and several, in classes and with a queue for each hart or one for all, with any
/// seed.
///
/// The programs check by themselves that they run only where they may, and that a lock keeps them
/// apart.
class SchedulingProperties {
  private static final long MICROSECOND = 1_000;

  /// How long a hart may idle while a task is ready: the interrupt that calls it, its switch, and
  /// the slice by which its clock may be behind.
  private static final long GRACE = 50 * MICROSECOND;

  private static final String SETTING = "spool.setting";
  private static final long ALL_HARTS = -1;
  private static final int BEFORE_JOBS = 2;

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

    SchedulerChoice choice() {
      Queues queues = queuePerHart ? Queues.PER_HART : Queues.SHARED;
      return SchedulerChoice.of(new Policies(), policy, PARAMETERS, queues);
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
    String text = System.getProperty(Trial.WORKLOAD, "");
    return text.isEmpty() ? Workloads.any() : Arbitraries.just(Workload.parse(text));
  }

  @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
  void policiesKeepTheCommonLawsOnTheMachine(
      @ForAll("settings") Setting setting, @ForAll("workloads") Workload workload) {
    History history = new History();
    Computer.Builder builder =
        Computer.builder()
            .harts(workload.harts())
            .seed(setting.seed)
            .scheduler(setting.choice())
            .listener(history)
            .program("/test/workload", arguments(workload));
    if (!workload.preemptive()) {
      builder.preemptive(false);
    }
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    Computer computer = builder.streams(new HostStreams(nullInputStream(), output, output)).build();
    assertEquals(0, computer.run(), output::toString);
    Trial trial = new Trial(workload, setting.policy, history);
    inspect(computer, trial);
    trial.check(
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
            "harts=2 switch=0 | 0:30ms~1ms,30ms | 1ms:30ms~2ms,30ms on=1 | 5ms:20ms on=1"));
  }

  private static List<String> arguments(Workload workload) {
    return workload.jobs().stream().map(SchedulingProperties::argument).toList();
  }

  /// The job in the notation of `userland/test/workload.c`, ten times as fast.
  private static String argument(Job job) {
    return "%d:%s:%d:%x"
        .formatted(
            microseconds(job.arrival()),
            job.steps().stream()
                .map(SchedulingProperties::argument)
                .collect(Collectors.joining(",")),
            job.nice(),
            job.affinity());
  }

  private static String argument(Step step) {
    String pause = step.pause() == 0 ? "" : "~" + microseconds(step.pause());
    return microseconds(step.cpu()) + pause;
  }

  private static long microseconds(long cycles) {
    return Math.ceilDiv(cycles, 10 * MICROSECOND);
  }

  private static void inspect(Computer computer, Trial trial) {
    trial.add(CommonLaws.violations(trial.history()));
    trial.add(
        CommonLaws.idleness(
            trial.history(),
            GRACE,
            tid -> tid != Process.INIT, // It is ready while its hart does not run yet.
            (tid, hart) -> (affinity(trial, tid) >>> hart & 1) != 0));
    for (int hart = 0; hart < trial.workload().harts(); hart++) {
      inspectSums(computer, trial, hart);
    }
  }

  /// The harts of a task in the end: jobs begin after init and the program, in their order.
  private static long affinity(Trial trial, int tid) {
    List<Integer> created =
        trial.history().events(History.Ready.class).stream()
            .filter(ready -> ready.reason() == Reason.CREATED)
            .map(History.Ready::tid)
            .toList();
    int job = created.indexOf(tid) - BEFORE_JOBS;
    return job < 0 ? ALL_HARTS : trial.workload().jobs().get(job).affinity();
  }

  /// What the kernel says that a hart was spent on is all of its time; and it is what the history
  /// says, but for the span that was not over at the end.
  private static void inspectSums(Computer computer, Trial trial, int hart) {
    Map<Activity, Long> spent = computer.kernel().dispatcher().spent(hart);
    long cycles = computer.machine().harts().get(hart).cycles();
    long sum = spent.values().stream().mapToLong(each -> each).sum();
    trial.require(sum == cycles, Law.SUMS, cycles, "hart %d was spent for %d in all", hart, sum);
    long open = 0;
    for (Activity activity : Activity.values()) {
      long told = told(trial.history(), hart, activity);
      open += spent.getOrDefault(activity, 0L) == told ? 0 : 1;
    }
    trial.require(open <= 1, Law.SUMS, cycles, "hart %d has another history", hart);
  }

  private static long told(History history, int hart, Activity activity) {
    return history.events(History.Spent.class).stream()
        .filter(spent -> spent.hart() == hart && spent.activity() == activity)
        .mapToLong(spent -> spent.to() - spent.time())
        .sum();
  }
}
