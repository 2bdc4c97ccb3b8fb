package spool.kernel.sched.kit;

import java.util.Locale;

/// Something that the user of the machine does while a workload runs.
///
/// @param time when; cycles
/// @param kind what
/// @param job to which job, by number from 1; nothing for [Kind#POLICY]
/// @param value the new nice value, or the harts that it may run on, a bit each
public record Change(long time, Kind kind, int job, long value) {
  /// What can be done.
  public enum Kind {
    /// Another nice value.
    NICE,

    /// Other harts.
    AFFINITY,

    /// Another policy, which here is a fresh one of the same kind.
    POLICY
  }

  static Change parse(String text) {
    String[] words = text.split(" +", -1);
    return new Change(
        Duration.parse(words[1]),
        Kind.valueOf(words[0].toUpperCase(Locale.ROOT)),
        Integer.parseInt(words[2]),
        Long.parseLong(words[3]));
  }

  /// `KIND TIME JOB VALUE`.
  @Override
  public String toString() {
    String name = kind.name().toLowerCase(Locale.ROOT);
    return "%s %s %d %d".formatted(name, Duration.text(time), job, value);
  }
}
