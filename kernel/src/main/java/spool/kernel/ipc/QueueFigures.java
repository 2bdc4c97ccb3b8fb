package spool.kernel.ipc;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
  private static final List<String> NAMES =
      List.of(
          "kind",
          "name",
          "depth",
          "bytes",
          "sent",
          "received",
          "send_waits",
          "send_wait_ns",
          "receive_waits",
          "receive_wait_ns");

  /// The names of the columns.
  public static final String HEADING = String.join(" ", NAMES) + "\n";

  /// How many calls waited, and how long those that were served did together, in cycles.
  public record Waits(long count, long time) {}

  /// The line of `/proc/queuestat`.
  public String line() {
    return String.join(" ", values()) + "\n";
  }

  /// What the trace shows: the figures with their names.
  public String labelled() {
    List<String> values = values();
    return IntStream.range(0, NAMES.size())
        .mapToObj(column -> NAMES.get(column) + "=" + values.get(column))
        .collect(Collectors.joining(" "));
  }

  private List<String> values() {
    Stream<Object> figures =
        Stream.of(
            kind,
            escaped(name),
            depth,
            bytes,
            sent,
            received,
            sends.count,
            sends.time,
            receives.count,
            receives.time);
    return figures.map(Object::toString).toList();
  }

  /// A name as one word, with octal numbers in place of what would end it, as in `/proc/mounts`
  /// (proc_pid_mounts(5)).
  private static String escaped(String name) {
    return name.chars()
        .mapToObj(
            each ->
                each <= ' ' || each == '\\'
                    ? String.format(Locale.ROOT, "\\%03o", each)
                    : Character.toString(each))
        .collect(Collectors.joining());
  }
}
