package spool.tools.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// How to start Spool as a process of its own.
final class SpoolProcess {
  private static final String TERMINAL = "-Dspool.terminal=";
  private static final String TRANSLATE = "--translate";

  /// What the launcher adds where code is translated.
  private static final List<String> FOR_TRANSLATION =
      List.of("-XX:PerMethodTrapLimit=0", "-XX:-PartialPeelLoop");

  private SpoolProcess() {}

  /// A command like the one that runs here, started as the launcher would: the same JVM, options
  /// and class path.
  static List<String> command(String... arguments) {
    return command(false, arguments);
  }

  /// The same for a terminal.
  static List<String> terminalCommand(String... arguments) {
    return command(true, arguments);
  }

  private static List<String> command(boolean terminal, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> !option.startsWith(TERMINAL) && !FOR_TRANSLATION.contains(option))
            .toList());
    if (Arrays.asList(arguments).contains(TRANSLATE)) {
      command.addAll(FOR_TRANSLATION);
    }
    command.addAll(List.of(TERMINAL + terminal, "-cp", System.getProperty("java.class.path")));
    command.add("spool.tools.cli.Spool");
    command.addAll(Arrays.asList(arguments));
    return command;
  }

  /// The command as a user gives it, by `./spool` if the jar is where the build puts it, else as
  /// `otherwise` has it.
  static List<String> asGiven(List<String> otherwise, String... arguments) {
    return launcher()
        .map(
            launcher ->
                Stream.concat(Stream.of(launcher.toString()), Stream.of(arguments)).toList())
        .orElse(otherwise);
  }

  private static Optional<Path> launcher() {
    Path jar = Path.of(System.getProperty("java.class.path")).toAbsolutePath().normalize();
    return Optional.ofNullable(jar.getParent())
        .map(target -> target.resolve("../../spool").normalize())
        .filter(launcher -> jar.endsWith("tools/target/spool.jar") && Files.isExecutable(launcher));
  }
}
