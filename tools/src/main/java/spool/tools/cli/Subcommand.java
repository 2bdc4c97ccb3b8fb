package spool.tools.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The subcommands of `spool`, in the order in which its help lists them.
///
/// picocli makes a command's model of its options by reflection, which takes longer than to boot
/// the kernel. So a start makes that of the one command that it needs.
enum Subcommand {
  BOOT,
  RUN,
  MACHINE,
  EXPLORE,
  BATCH,
  COMPARE,
  CC,
  SCHEDULERS,
  TAPE,
  BENCH;

  /// What a command line calls it.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The object that picocli fills and calls.
  Object make() {
    return switch (this) {
      case BOOT -> new BootCommand();
      case RUN -> new RunCommand();
      case MACHINE -> new MachineCommand();
      case EXPLORE -> new ExploreCommand();
      case BATCH -> new BatchCommand();
      case COMPARE -> new CompareCommand();
      case CC -> new CompileCommand();
      case SCHEDULERS -> new SchedulersCommand();
      case TAPE -> new TapeCommand();
      case BENCH -> new BenchCommand();
    };
  }

  /// Those that a command line with `arguments` can come to: the one that the first argument names,
  /// or else all, for help and for what is wrong.
  static List<Subcommand> neededFor(String... arguments) {
    List<Subcommand> named =
        Stream.of(values())
            .filter(each -> arguments.length > 0 && each.word().equals(arguments[0]))
            .toList();
    return named.isEmpty() ? List.of(values()) : named;
  }

  /// Whether what comes after the program's name is the program's.
  boolean stopsAtPositional() {
    return this == RUN || this == EXPLORE;
  }
}
