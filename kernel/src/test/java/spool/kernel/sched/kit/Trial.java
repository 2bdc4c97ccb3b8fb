package spool.kernel.sched.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import spool.kernel.sched.Attributes.Policy;
import spool.kernel.sched.Scheduler;
import spool.kernel.trace.Activity;

/// A run of a policy, and what is found in it.
///
///     Trial.of(workload, () -> new MyPolicy()).check("MyPolicyTest#mine");
public final class Trial {
  /// The system property that gives the one workload to try, as text.
  public static final String WORKLOAD = "spool.workload";

  private final Workload workload;
  private final String policy;
  private final History history;
  private final long grace;
  private final Timeline timeline;
  private final List<Violation> violations = new ArrayList<>();

  /// `workloads`, or the one that the command line gives.
  public static Arbitrary<Workload> given(Arbitrary<Workload> workloads) {
    String text = System.getProperty(WORKLOAD, "");
    return text.isEmpty() ? workloads : Arbitraries.just(Workload.parse(text));
  }

  private Trial(Workload workload, String policy, History history, long grace) {
    this.workload = workload;
    this.policy = policy;
    this.history = history;
    this.grace = grace;
    timeline = new Timeline(history);
  }

  /// Simulates `workload` under what `policies` gives, and looks for violations of the common laws.
  public static Trial of(Workload workload, Supplier<? extends Scheduler> policies) {
    return of(Simulation.DRIVER, workload, policies);
  }

  /// As [#of(Workload, Supplier)], with a driver.
  public static Trial of(Driver driver, Workload workload, Supplier<? extends Scheduler> policies) {
    String policy = policies.get().name();
    Trial trial = new Trial(workload, policy, driver.run(workload, policies), driver.grace());
    trial.findCommon();
    return trial;
  }

  /// What was to be done.
  public Workload workload() {
    return workload;
  }

  /// What happened.
  public History history() {
    return history;
  }

  /// What happened, by tasks.
  public Timeline timeline() {
    return timeline;
  }

  /// How much later `delays` things, one after the other, may have come than the laws say; cycles.
  public long grace(long delays) {
    return delays * grace;
  }

  /// How much later a hart may have come to what the laws say: it may take the task that another
  /// was called for, which then calls the next; cycles.
  public long reaction() {
    return grace(workload.harts());
  }

  /// What was found so far.
  public List<Violation> violations() {
    return List.copyOf(violations);
  }

  private void findCommon() {
    violations.addAll(CommonLaws.violations(history));
    if (violations.isEmpty()) {
      findUnfinished();
      findIdleness();
    }
  }

  private void findIdleness() {
    if (workload.changes().isEmpty()) {
      violations.addAll(
          CommonLaws.idleness(
              history,
              reaction(),
              tid -> job(tid).attributes().policy() != Policy.SCHED_DEADLINE,
              (tid, hart) -> (job(tid).affinity() >>> hart & 1) != 0));
    }
  }

  private Job job(int tid) {
    return workload.job(tid);
  }

  private void findUnfinished() {
    for (int tid = 1; tid <= workload.jobs().size(); tid++) {
      long more = timeline.service(tid, Long.MAX_VALUE) - job(tid).cpu();
      if (timeline.end(tid).isEmpty()) {
        require(false, Law.ENDS, history.end(), "task %d has not ended", tid);
      } else {
        require(
            more >= 0 && more <= grace(job(tid).steps().size() + timeline.runs(tid).size()),
            Law.SUMS,
            history.end(),
            "task %d ran for %d more than its work",
            tid,
            more);
      }
    }
  }

  /// The cycles of all harts that went to switches.
  public long overhead() {
    return history.events(History.Spent.class).stream()
        .filter(spent -> spent.activity() == Activity.SWITCH)
        .mapToLong(spent -> spent.to() - spent.time())
        .sum();
  }

  /// Notes a violation of `law` unless `holds`.
  @SuppressWarnings("AnnotateFormatMethod")
  public Trial require(boolean holds, Law law, long time, String format, Object... values) {
    if (!holds) {
      violations.add(new Violation(law, time, format.formatted(values)));
    }
    return this;
  }

  /// Notes violations that were found elsewhere.
  public Trial add(List<Violation> found) {
    violations.addAll(found);
    return this;
  }

  /// Requires another run to have the same history.
  public Trial requireSame(Trial other) {
    boolean same = Objects.equals(history.events(), other.history.events());
    return require(same, Law.DETERMINISM, 0, "it gave another history the second time");
  }

  /// Fails if a law was broken, with the workload, its chart and the command by which `test`, a
  /// class and its method as `-Dtest` has them, repeats it.
  public void check(String test) {
    check(test, "");
  }

  /// As [#check(String)], with further options that the command is to have.
  public void check(String test, String options) {
    if (!violations.isEmpty()) {
      throw new AssertionError(report(test, options));
    }
  }

  private String report(String test, String options) {
    Violation first = violations.getFirst();
    return """
        %s is broken by %s
        %s
        workload: %s
        %s
        again: mvn test -Dsurefire.failIfNoSpecifiedTests=false -Dtest='%s'%s -D%s='%s'
        """
        .formatted(
            first.law(),
            policy,
            first,
            workload,
            GanttChart.of(history),
            test,
            options,
            WORKLOAD,
            workload);
  }
}
