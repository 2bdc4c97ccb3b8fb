package spool.generator;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The source of `SystemCallTable`.
///
/// The dispatch has two steps, by owner and then by number, so that each method stays small enough
/// for the JVM to compile.
final class SystemCallTableSource {
  private final List<SystemCallMethod> calls;
  private final TreeMap<String, List<SystemCallMethod>> byOwner;

  private SystemCallTableSource(List<SystemCallMethod> calls) {
    this.calls = calls;
    byOwner =
        calls.stream()
            .collect(
                Collectors.groupingBy(SystemCallMethod::owner, TreeMap::new, Collectors.toList()));
  }

  static String of(List<SystemCallMethod> calls) {
    return new SystemCallTableSource(calls).source();
  }

  private String source() {
    return """
    package spool.kernel.syscall;

    import spool.kernel.abi.Errno;
    import spool.kernel.process.Task;

    /// Every system call by its number.
    public final class SystemCallTable {
    %s
      /// A table that dispatches to these.
      public SystemCallTable(%s) {
    %s  }

      /// Executes call `number` for `task` with the arguments in `x[10]` to `x[15]`. Throws what the
      /// handler throws, and `ENOSYS` for a number that has none.
      public long call(Task task, int number, long[] x) {
        return switch (number) {
    %s      default -> throw Errno.ENOSYS.failure();
        };
      }

      /// Whether a handler with `SA_RESTART` restarts the call.
      public static boolean restarts(int number) {
        return switch (number) {
    %s      default -> true;
        };
      }
    %s}
    """
        .formatted(
            each("", "  private final %1$s %2$s;\n"),
            each(", ", "%1$s %2$s"),
            each("", "    this.%2$s = %2$s;\n"),
            each("", "      case %3$s -> %2$s(task, number, x);\n"),
            unrestarted(),
            dispatchers());
  }

  /// The `format` for every owner, joined: 1 its class, 2 its field, 3 its numbers.
  private String each(String delimiter, String format) {
    return byOwner.values().stream()
        .map(group -> of(format, group.getFirst(), group))
        .collect(Collectors.joining(delimiter));
  }

  private static String of(String format, SystemCallMethod first, List<SystemCallMethod> group) {
    return format.formatted(first.owner(), first.field(), numbers(group));
  }

  private static String numbers(List<SystemCallMethod> group) {
    return group.stream()
        .map(call -> Integer.toString(call.number()))
        .collect(Collectors.joining(", "));
  }

  private String unrestarted() {
    List<SystemCallMethod> never = calls.stream().filter(call -> !call.restarts()).toList();
    return never.isEmpty() ? "" : "      case " + numbers(never) + " -> false;\n";
  }

  private String dispatchers() {
    return byOwner.values().stream()
        .map(SystemCallTableSource::dispatcher)
        .collect(Collectors.joining());
  }

  private static String dispatcher(List<SystemCallMethod> group) {
    return """

      private long %s(Task task, int number, long[] x) {
        return switch (number) {
    %s      default -> throw Errno.ENOSYS.failure();
        };
      }
    """
        .formatted(
            group.getFirst().field(),
            group.stream()
                .map(call -> "      case %d -> %s;\n".formatted(call.number(), call.invocation()))
                .collect(Collectors.joining()));
  }
}
