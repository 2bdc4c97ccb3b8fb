package spool.tools.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/// The subcommands of `spool`, in the order in which its help lists them.
///
/// A start makes the model of the one command that it needs.
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

  /// A model of the command, for picocli.
  CommandSpec make() {
    return switch (this) {
      case BOOT -> new BootCommand().specification();
      case RUN -> new RunCommand().specification();
      case MACHINE -> new MachineCommand().specification();
      case EXPLORE -> new ExploreCommand().specification();
      case BATCH -> new BatchCommand().specification();
      case COMPARE -> new CompareCommand().specification();
      case CC -> new CompileCommand().specification();
      case SCHEDULERS -> new SchedulersCommand().specification();
      case TAPE -> new TapeCommand().specification();
      case BENCH -> new BenchCommand().specification();
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
