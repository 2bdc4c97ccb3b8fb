package spool.kernel.ipc;

import java.util.Locale;

/// What a message queue holds, and what has gone through it since it was made.
///
/// @param kind `mqueue` or `msg`
/// @param name its name, or its identifier
/// @param depth how many messages it holds
/// @param bytes how many bytes these have
/// @param sent how many messages came in
/// @param received how many messages were taken
/// @param sends the sends that waited
/// @param receives the receives that waited
public record QueueFigures(
    String kind,
    String name,
    long depth,
    long bytes,
    long sent,
    long received,
    Waits sends,
    Waits receives) {
  /// The names of the columns.
  public static final String HEADING =
      "kind name depth bytes sent received send_waits send_wait_ns receive_waits receive_wait_ns\n";

  /// How many calls waited, and how long those that were served did together, in cycles.
  public record Waits(long count, long time) {}

  /// The line of `/proc/queuestat`.
  public String line() {
    return String.format(
        Locale.ROOT,
        "%s %s %d %d %d %d %d %d %d %d\n",
        kind,
        name,
        depth,
        bytes,
        sent,
        received,
        sends.count,
        sends.time,
        receives.count,
        receives.time);
  }
}
