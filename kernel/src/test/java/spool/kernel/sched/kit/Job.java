package spool.kernel.sched.kit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import spool.kernel.sched.Attributes;
import spool.kernel.sched.Attributes.Policy;

/// A task of a workload: when it comes, what it asks for, and what it does until it ends.
///
/// @param arrival when it is created; cycles
/// @param nice the nice value
/// @param attributes what it asks for with `sched_setattr`
/// @param affinity the harts that it may run on, a bit each
/// @param steps its bursts, at least one
public record Job(long arrival, int nice, Attributes attributes, long affinity, List<Step> steps) {
  private static final long ALL_HARTS = -1;

  /// Forgets what comes after the last burst. Throws [IllegalArgumentException] if there is none.
  public Job {
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a job without a burst");
    }
    List<Step> ending = new ArrayList<>(steps);
    ending.add(Step.of(ending.removeLast().cpu()));
    steps = List.copyOf(ending);
  }

  /// A normal job that may run anywhere.
  public static Job of(long arrival, List<Step> steps) {
    return new Job(arrival, 0, Attributes.NORMAL, ALL_HARTS, steps);
  }

  /// A normal job of one burst.
  public static Job of(long arrival, long cpu) {
    return of(arrival, List.of(Step.of(cpu)));
  }

  /// A job of one burst that has declared how long it is.
  public static Job declared(long arrival, long cpu) {
    return of(arrival, cpu).with(Attributes.estimated(cpu));
  }

  /// A job that wants `cpu` cycles in each of `count` periods, and has reserved them.
  public static Job periodic(long cpu, long deadline, long period, int count) {
    return of(0, Collections.nCopies(count, Step.periodic(cpu)))
        .with(Attributes.periodic(cpu, deadline, period));
  }

  /// The same with other attributes.
  public Job with(Attributes other) {
    return new Job(arrival, nice, other, affinity, steps);
  }

  /// The same with another nice value.
  public Job withNice(int other) {
    return new Job(arrival, other, attributes, affinity, steps);
  }

  /// The same on certain harts only.
  public Job withAffinity(long harts) {
    return new Job(arrival, nice, attributes, harts, steps);
  }

  /// The length of all bursts together, in cycles.
  public long cpu() {
    return steps.stream().mapToLong(Step::cpu).sum();
  }

  static Job parse(String text) {
    String[] words = text.split(" +", -1);
    int colon = words[0].indexOf(':');
    List<Step> steps =
        Arrays.stream(words[0].substring(colon + 1).split(",", -1)).map(Step::parse).toList();
    Job job = of(Duration.parse(words[0].substring(0, colon)), steps);
    for (String option : List.of(words).subList(1, words.length)) {
      job = job.withOption(option.split("=", 2));
    }
    return job;
  }

  private Job withOption(String[] option) {
    String value = option[1];
    return switch (option[0]) {
      case "nice" -> withNice(Integer.parseInt(value));
      case "on" -> withAffinity(Long.parseUnsignedLong(value, 16));
      case "needs" -> with(Attributes.estimated(Duration.parse(value)));
      case "reserves" -> with(reservation(value.split("/", -1)));
      default -> with(Attributes.realTime(Policy.valueOf(option[0]), Integer.parseInt(value)));
    };
  }

  private static Attributes reservation(String[] parts) {
    return Attributes.periodic(
        Duration.parse(parts[0]), Duration.parse(parts[1]), Duration.parse(parts[2]));
  }

  /// `ARRIVAL:STEP,STEP...` and options: `nice=5`, `on=3` (the harts, in hexadecimal),
  /// `needs=30ms`, `reserves=RUNTIME/DEADLINE/PERIOD`, `SCHED_FIFO=50`.
  @Override
  public String toString() {
    return Duration.text(arrival)
        + steps.stream().map(Step::toString).collect(Collectors.joining(",", ":", ""))
        + (nice == 0 ? "" : " nice=" + nice)
        + (affinity == ALL_HARTS ? "" : " on=" + Long.toHexString(affinity))
        + attributesText();
  }

  private String attributesText() {
    if (attributes.isPeriodic()) {
      return " reserves=%s/%s/%s"
          .formatted(
              Duration.text(attributes.runtime()),
              Duration.text(attributes.deadline()),
              Duration.text(attributes.period()));
    }
    if (attributes.policy() != Policy.SCHED_OTHER) {
      return " " + attributes.policy() + "=" + attributes.priority();
    }
    return attributes.runtime() == 0 ? "" : " needs=" + Duration.text(attributes.runtime());
  }
}
