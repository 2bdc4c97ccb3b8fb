package spool.tools.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How to start Spool as a process of its own.
final class SpoolProcess {
  private static final String TERMINAL = "-Dspool.terminal=";
  private static final String TRANSLATE = "--translate";

  /// What the launcher adds where code is translated.
  private static final List<String> FOR_TRANSLATION =
      List.of("-XX:PerMethodTrapLimit=0", "-XX:-PartialPeelLoop", "-XX:LoopUnrollLimit=150");

  private SpoolProcess() {}

  /// The command as a user gives it, by `./spool`, if the jar is where the build puts it. Else what
  /// that would start, with the JVM, options and class path of this process.
  static List<String> command(String... arguments) {
    return command(false, arguments);
  }

  /// The same for a terminal.
  static List<String> terminalCommand(String... arguments) {
    return command(true, arguments);
  }

  private static List<String> command(boolean terminal, String... arguments) {
    List<String> command =
        launcher()
            .<List<String>>map(launcher -> new ArrayList<>(List.of(launcher.toString())))
            .orElseGet(() -> java(terminal, List.of(arguments).contains(TRANSLATE)));
    command.addAll(List.of(arguments));
    return command;
  }

  private static List<String> java(boolean terminal, boolean translates) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> !option.startsWith(TERMINAL) && !FOR_TRANSLATION.contains(option))
            .toList());
    if (translates) {
      command.addAll(FOR_TRANSLATION);
    }
    command.addAll(List.of(TERMINAL + terminal, "-cp", System.getProperty("java.class.path")));
    command.add("spool.tools.cli.Spool");
    return command;
  }

  private static Optional<Path> launcher() {
    Path jar = Path.of(System.getProperty("java.class.path")).toAbsolutePath().normalize();
    return Optional.ofNullable(jar.getParent())
        .map(target -> target.resolve("../../spool").normalize())
        .filter(launcher -> jar.endsWith("tools/target/spool.jar") && Files.isExecutable(launcher));
  }
}
