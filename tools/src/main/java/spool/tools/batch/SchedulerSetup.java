package spool.tools.batch;

import java.util.Map;
import java.util.stream.Collectors;
import spool.emulator.machine.SplitMix;
import spool.kernel.mode.Mode;
import spool.kernel.sched.Policies;
import spool.kernel.sched.Scheduler;

/// How a mode's policy is made.
///
/// @param policies those that can be chosen
/// @param values parameters that hold for every policy that has them, as `quantum`
public record SchedulerSetup(Policies policies, Map<String, String> values) {
  /// The policy of `mode` for a machine with `seed`. Throws [IllegalArgumentException] with one
  /// line for the user.
  public Scheduler make(Mode mode, long seed) {
    return policies.choose(mode.scheduler(), values, SplitMix.of(seed, "scheduler")::below);
  }

  /// The policy of `mode` as a report names it.
  public String title(Mode mode) {
    Scheduler scheduler = make(mode, 0);
    String set =
        scheduler.parameters().stream()
            .filter(parameter -> values.containsKey(parameter.name()))
            .map(parameter -> parameter.name() + "=" + values.get(parameter.name()))
            .collect(Collectors.joining(","));
    String separator = mode.scheduler().contains(":") ? "," : ":";
    return set.isEmpty() ? mode.scheduler() : mode.scheduler() + separator + set;
  }
}
