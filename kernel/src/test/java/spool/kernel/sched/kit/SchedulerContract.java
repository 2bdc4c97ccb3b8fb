package spool.kernel.sched.kit;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import spool.kernel.sched.Scheduler;
import spool.kernel.sched.Scheduler.Reason;
import spool.kernel.sched.Settings;

/// What every policy owes the machine. A test class of five lines brings all of it to a policy:
///
///     class MyPolicyProperties extends SchedulerContract {
///       @Override
///       protected Scheduler policy(Settings settings) {
///         return new MyPolicy(settings);
///       }
///     }
///
/// For one that follows a known discipline there is a contract with the laws of that discipline
/// besides, for example [RoundRobinContract]. It needs jqwik, which runs the properties.
///
/// The laws are checked on what a [Driver] makes of random workloads, the [Simulation] if not said
/// otherwise. A driver that takes longer is given fewer by an annotation of the test class,
/// `@PropertyDefaults(tries = 5, edgeCases = EdgeCasesMode.NONE)`.
///
/// A failure shows the smallest workload that was found, its chart, and a command that tries just
/// that one again.
@PropertyDefaults(tries = 200, edgeCases = EdgeCasesMode.NONE)
public abstract class SchedulerContract {
  private static final String PROPERTY = "spool.property";
  private static final StackWalker STACK = StackWalker.getInstance();

  /// A policy that has not been used yet, with these parameters and random numbers.
  protected abstract Scheduler policy(Settings settings);

  /// What the policy runs on.
  protected Driver driver() {
    return Simulation.DRIVER;
  }

  /// What comes of `workload` under what `policies` gives, with what it breaks of the common laws.
  protected final Trial run(Workload workload, Supplier<? extends Scheduler> policies) {
    return Trial.of(driver(), workload, policies);
  }

  /// A span of time of a law as it is on the driver; cycles.
  protected final long fit(long cycles) {
    return driver().fit(cycles);
  }

  /// A policy with some parameters set, as name, value, name, value.
  protected final Scheduler with(String... parameters) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      values.put(parameters[i], parameters[i + 1]);
    }
    return policy(Settings.of(values));
  }

  /// A policy as it is if nothing is set.
  protected final Scheduler standard() {
    return policy(Settings.standard());
  }

  /// How long a task that is ready may have to wait under [#standard] with such a workload, if the
  /// policy promises anything; cycles.
  protected OptionalLong longestWait(Workload workload) {
    return OptionalLong.empty();
  }

  /// How long somebody waits at most in a queue in which all others have one turn of `quantum`
  /// cycles before, or one burst if nobody is preempted, and which every change may put in another
  /// order.
  protected static long turnsOfAll(Workload workload, long quantum) {
    long turn = workload.preemptive() ? quantum : workload.longestBurst();
    long each = Math.min(turn, workload.longestBurst()) + workload.switchCost();
    return workload.jobs().size() * each * (1 + workload.changes().size());
  }

  /// Fails if `trial` broke a law. When the command line names a property, which a failure's
  /// command does because Surefire cannot select inherited ones, the others find nothing.
  protected final void check(Trial trial) {
    String property = STACK.walk(SchedulerContract::property);
    if (System.getProperty(PROPERTY, property).equals(property)) {
      trial.check(getClass().getSimpleName(), " -D%s=%s".formatted(PROPERTY, property));
    }
  }

  private static String property(Stream<StackFrame> frames) {
    return frames.filter(SchedulerContract::isProperty).findFirst().orElseThrow().getMethodName();
  }

  private static boolean isProperty(StackFrame frame) {
    try {
      return Arrays.stream(Class.forName(frame.getClassName()).getDeclaredMethods())
          .filter(method -> method.getName().equals(frame.getMethodName()))
          .anyMatch(SchedulerContract::isProperty);
    } catch (ClassNotFoundException hidden) {
      return false;
    }
  }

  private static boolean isProperty(Method method) {
    return method.isAnnotationPresent(Property.class) || method.isAnnotationPresent(Example.class);
  }

  /// `workloads` as they are on the driver, or the one that the command line gives.
  protected final Arbitrary<Workload> given(Arbitrary<Workload> workloads) {
    return Trial.given(workloads.map(driver()::fit));
  }

  @Provide
  Arbitrary<Workload> anyWorkload() {
    return given(Workloads.any());
  }

  @Provide
  Arbitrary<CallSequence> anyCalls() {
    Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 1000);
    return Combinators.combine(numbers, numbers)
        .as(CallSequence.Call::new)
        .list()
        .ofMaxSize(80)
        .map(CallSequence::new);
  }

  @Property
  void keepsTheCommonLaws(@ForAll("anyWorkload") Workload workload) {
    Trial trial = run(workload, this::standard);
    OptionalLong most = longestWait(workload);
    if (most.isPresent()) {
      for (Timeline.Span wait : trial.timeline().waits()) {
        trial.require(
            wait.length() <= most.getAsLong() + trial.grace(trial.timeline().runs().size()),
            Law.NO_STARVATION,
            wait.from(),
            "task %d waited for %s",
            wait.tid(),
            Duration.text(wait.length()));
      }
    }
    check(trial);
  }

  @Property
  void givesTheSameHistoryAgain(@ForAll("anyWorkload") Workload workload) {
    check(run(workload, this::standard).requireSame(run(workload, this::standard)));
  }

  @Property
  void copesWithEverySequenceOfCalls(@ForAll("anyCalls") CallSequence calls) {
    calls.check(standard());
  }

  @Example
  void refusesATaskThatIsReady() {
    Scheduler scheduler = standard();
    SimulatedTask task = new SimulatedTask(1, Job.of(0, 1), () -> 0);
    scheduler.ready(task, Reason.CREATED, 0);
    assertThrows(IllegalStateException.class, () -> scheduler.ready(task, Reason.WOKEN, 0));
  }
}
