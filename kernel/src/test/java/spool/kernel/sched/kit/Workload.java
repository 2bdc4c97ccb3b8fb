package spool.kernel.sched.kit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a policy has to cope with: a machine, the jobs that come to it, and what happens to them.
///
/// Its text, by which a failing one is shown and run again, is
///
///     harts=2 switch=1us | 0:3ms~5ms,2ms nice=5 | 4ms:10ms on=1 | nice 6ms 1 10
///
/// the machine (with the word `unpreempted` if tasks keep their hart until they give it up), then
/// the jobs as [Job] has them, which are tasks 1, 2 and so on, and the changes as [Change] has them.
///
/// @param harts how many there are
/// @param switchCost what it costs to bring another task than the last onto a hart; cycles
/// @param preemptive whether a task can lose its hart before it gives it up
/// @param jobs the jobs
/// @param changes what is changed meanwhile
public record Workload(
    int harts, long switchCost, boolean preemptive, List<Job> jobs, List<Change> changes) {
  /// Copies the lists.
  public Workload {
    jobs = List.copyOf(jobs);
    changes = List.copyOf(changes);
  }

  /// Jobs on one hart that switches at no cost.
  public static Workload of(List<Job> jobs) {
    return on(1, 0, jobs);
  }

  /// Jobs on a machine that preempts.
  public static Workload on(int harts, long switchCost, List<Job> jobs) {
    return new Workload(harts, switchCost, true, jobs, List.of());
  }

  /// The job that is task `tid`.
  public Job job(int tid) {
    return jobs.get(tid - 1);
  }

  /// The length of all bursts of all jobs, in cycles.
  public long cpu() {
    return jobs.stream().mapToLong(Job::cpu).sum();
  }

  /// The longest burst of all jobs, in cycles.
  public long longestBurst() {
    return jobs.stream().flatMap(job -> job.steps().stream()).mapToLong(Step::cpu).max().orElse(0);
  }

  /// The workload that `text` describes. Throws [IllegalArgumentException] or
  /// [IndexOutOfBoundsException] if it describes none.
  public static Workload parse(String text) {
    String[] parts = text.split(" *\\| *", -1);
    List<Job> jobs = new ArrayList<>();
    List<Change> changes = new ArrayList<>();
    for (String part : List.of(parts).subList(1, parts.length)) {
      if (Character.isDigit(part.charAt(0))) {
        jobs.add(Job.parse(part));
      } else {
        changes.add(Change.parse(part));
      }
    }
    List<String> machine = Arrays.asList(parts[0].split(" +", -1));
    return new Workload(
        Integer.parseInt(value(machine.get(0))),
        Duration.parse(value(machine.get(1))),
        !machine.contains("unpreempted"),
        jobs,
        changes);
  }

  private static String value(String setting) {
    return setting.substring(setting.indexOf('=') + 1);
  }

  @Override
  public String toString() {
    String machine =
        "harts=%d switch=%s%s"
            .formatted(harts, Duration.text(switchCost), preemptive ? "" : " unpreempted");
    return Stream.of(Stream.of(machine), jobs.stream(), changes.stream())
        .flatMap(each -> each)
        .map(Object::toString)
        .collect(Collectors.joining(" | "));
  }
}
