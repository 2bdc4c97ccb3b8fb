package spool.tools.computer.laws;

import static java.io.InputStream.nullInputStream;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import spool.emulator.machine.EngineFailure;
import spool.emulator.machine.Machine;
import spool.emulator.machine.Outcome;
import spool.kernel.process.CostModel;
import spool.kernel.process.Task;
import spool.kernel.sched.Attributes;
import spool.kernel.sched.EarliestDeadlineFirst;
import spool.kernel.sched.Scheduler;
import spool.kernel.sched.SchedulerChoice;
import spool.kernel.sched.SchedulingClasses;
import spool.kernel.sched.Settings;
import spool.kernel.sched.kit.Driver;
import spool.kernel.sched.kit.History;
import spool.kernel.sched.kit.Job;
import spool.kernel.sched.kit.Law;
import spool.kernel.sched.kit.Step;
import spool.kernel.sched.kit.Violation;
import spool.kernel.sched.kit.Workload;
import spool.kernel.trace.Activity;
import spool.kernel.trap.HostStreams;
import spool.tools.computer.Computer;

/// Runs workloads as real programs on the machine: every job is a process of
/// `userland/test/workload.c`.
///
/// The processes are made, say what they ask for and go to sleep under a policy that lets everybody
/// do so. When all sleep, at [#START], the machine's policy is changed to the one that is tried,
/// for which so all tasks are new; then the jobs wake, each at its arrival. What is handed to the
/// laws is the history from then on, and of the jobs alone.
///
/// The times of workloads are shortened, since real instructions are executed one by one. Those of
/// reservations are not: what is left of a period by the kernel must not count there. A job asks
/// for no more in a period than its reservation less what the kernel needs for the period.
final class MachineDriver implements Driver {
  /// When the jobs begin: a whole multiple of the periods that policies count from zero, and after
  /// the processes have been made.
  private static final long START = 60_000_000;

  private static final int SHORTER = 10;
  private static final long RESOLUTION = 1_000;
  private static final int BEFORE_JOBS = 2;
  private static final CostModel COSTS = CostModel.STANDARD;

  /// The engine lets a hart be ahead of another by a slice, of twice 500 cycles and a half at most
  /// while several run.
  private static final long SLICE = 1_500;

  /// The longest that a hart is in the kernel without looking at anything else, while the jobs run:
  /// until then one of them ends.
  private static final long IN_KERNEL = COSTS.exit() + COSTS.trap();

  /// Taking an interrupt and changing to another task.
  private static final long CHANGE = COSTS.interrupt() + COSTS.trap() + COSTS.contextSwitch();

  /// What comes on top of the work of a period: the changes to the task at its start and back at
  /// its end, an interrupt by one that comes meanwhile and the way back, and the system calls.
  private static final long PERIOD = 4 * CHANGE + 8 * COSTS.trap();

  private final long seed;
  private final List<String> options;

  /// A driver of machines with this seed; `options` are those of the program besides.
  MachineDriver(long seed, String... options) {
    this.seed = seed;
    this.options = List.of(options);
  }

  @Override
  public long grace() {
    return SLICE + IN_KERNEL + CHANGE;
  }

  @Override
  public long fit(long cycles) {
    return Math.ceilDiv(cycles, SHORTER * RESOLUTION) * RESOLUTION;
  }

  @Override
  public Workload fit(Workload workload) {
    List<Job> jobs = workload.jobs();
    boolean periodic = jobs.stream().anyMatch(job -> job.attributes().isPeriodic());
    return new Workload(
        workload.harts(),
        COSTS.contextSwitch(),
        workload.preemptive(),
        jobs.stream().map(job -> periodic ? withinReservation(job) : shorter(job)).toList(),
        List.of());
  }

  private static Job withinReservation(Job job) {
    List<Step> steps =
        job.steps().stream()
            .map(step -> new Step(step.cpu() - PERIOD, step.then(), step.pause()))
            .toList();
    return new Job(job.arrival(), job.nice(), job.attributes(), job.affinity(), steps);
  }

  private Job shorter(Job job) {
    List<Step> steps =
        job.steps().stream()
            .map(step -> new Step(fit(step.cpu()), step.then(), fit(step.pause())))
            .toList();
    Attributes asked = job.attributes();
    Attributes attributes =
        new Attributes(asked.policy(), asked.priority(), fit(asked.runtime()), 0, 0);
    return new Job(fit(job.arrival()), job.nice(), attributes, job.affinity(), steps);
  }

  @Override
  public History run(Workload workload, Supplier<? extends Scheduler> policies) {
    History whole = new History();
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    Computer computer =
        Computer.builder()
            .harts(workload.harts())
            .seed(seed)
            .scheduler(new EarliestDeadlineFirst(Settings.of(Map.of("bandwidth", "64"))))
            .preemptive(workload.preemptive())
            .listener(whole)
            .streams(new HostStreams(nullInputStream(), output, output))
            .program("/test/workload", arguments(workload))
            .build();
    Machine machine = computer.machine();
    machine
        .events()
        .schedule(START, () -> change(computer, scheduler(policies.get(), workload.harts())));
    machine.events().schedule(START + longest(workload), machine::requestStop);
    List<Violation> violations = new ArrayList<>();
    try {
      if (machine.run() instanceof Outcome.PoweredOff(int status) && status != 0) {
        throw new AssertionError(output.toString(UTF_8));
      }
    } catch (EngineFailure | IllegalStateException failure) {
      String text = "the kernel failed with " + failure.getMessage();
      violations.add(new Violation(Law.SOUND, machine.now() - START, text));
    }
    computer.settle();
    addWrongSums(computer, whole, violations);
    History history = new JobHistory(whole, START, BEFORE_JOBS).ofJobs();
    violations.forEach(history::add);
    return history;
  }

  private List<String> arguments(Workload workload) {
    Stream<String> jobs = workload.jobs().stream().map(Job::toString);
    return Stream.of(Stream.of("start=" + START), options.stream(), jobs)
        .flatMap(each -> each)
        .toList();
  }

  /// The whole scheduler of a machine, which a policy may be already.
  private static Scheduler scheduler(Scheduler policy, int harts) {
    return policy instanceof SchedulingClasses
        ? policy
        : SchedulerChoice.of(policy).make(harts, Settings.standard()::random);
  }

  private static void change(Computer computer, Scheduler next) {
    List<Task> tasks =
        computer.kernel().processes().all().stream()
            .flatMap(process -> process.tasks().stream())
            .toList();
    computer.kernel().dispatcher().changeScheduler(next, tasks);
  }

  /// By when a workload has ended under any policy that lets it: after twice the time that its jobs
  /// take one after the other.
  private static long longest(Workload workload) {
    long sum = Machine.CYCLES_PER_SECOND / 10;
    for (Job job : workload.jobs()) {
      sum += job.arrival() + job.steps().size() * job.attributes().period();
      sum += job.steps().stream().mapToLong(step -> step.cpu() + step.pause()).sum();
    }
    return 2 * sum;
  }

  /// What the kernel says that a hart was spent on is all of its time; and it is what it told.
  private static void addWrongSums(Computer computer, History told, List<Violation> violations) {
    for (int hart = 0; hart < computer.machine().harts().size(); hart++) {
      Map<Activity, Long> spent = computer.kernel().dispatcher().spent(hart);
      long cycles = computer.machine().harts().get(hart).cycles();
      long sum = spent.values().stream().mapToLong(each -> each).sum();
      int number = hart;
      boolean same =
          Arrays.stream(Activity.values())
              .allMatch(each -> spent.getOrDefault(each, 0L) == told(told, number, each));
      if (sum != cycles || !same) {
        String text = "hart %d was spent for %d in all, or was told of else".formatted(hart, sum);
        violations.add(new Violation(Law.SUMS, cycles - START, text));
      }
    }
  }

  private static long told(History history, int hart, Activity activity) {
    return history.events(History.Spent.class).stream()
        .filter(spent -> spent.hart() == hart && spent.activity() == activity)
        .mapToLong(spent -> spent.to() - spent.time())
        .sum();
  }
}
