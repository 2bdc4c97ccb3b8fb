package spool.tools.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import spool.userland.CompileException;
import spool.userland.Compiler;

/// `spool cc`.
final class CompileCommand implements Callable<Integer> {
  /// The status when compiling fails, as of C compilers.
  static final int FAILED = 1;

  private final Setting<Path> output =
      Setting.of(
          Path.class,
          OptionSpec.builder("-o")
              .paramLabel("FILE")
              .defaultValue("a.out")
              .description("The program (default: ${DEFAULT-VALUE})."));

  private final Setting<String> level =
      Setting.of(
          String.class,
          OptionSpec.builder("-O")
              .paramLabel("LEVEL")
              .defaultValue("2")
              .description("How much to optimise: 0 to 3, s (default: ${DEFAULT-VALUE})."));

  private final Setting<List<String>> macros =
      Setting.list(
          String.class,
          OptionSpec.builder("-D").paramLabel("NAME[=VALUE]").description("Define a macro."));

  private final Setting<List<Path>> folders =
      Setting.list(
          Path.class,
          OptionSpec.builder("-I").paramLabel("FOLDER").description("Look for headers there."));

  private final Setting<Boolean> debug =
      Setting.flag(OptionSpec.builder("-g").description("Keep information for debuggers."));

  private final Setting<List<Path>> sources =
      Setting.parameters(
          Path.class,
          PositionalParamSpec.builder()
              .paramLabel("SOURCE")
              .arity("1..*")
              .required(true)
              .description("C or assembly sources, object files, archives."));

  /// What it is, for picocli.
  CommandSpec specification() {
    CommandSpec command =
        Commands.specification(
            this, "cc", "Compiles C sources to a riscv64 program, against the in-box library.");
    Setting.addAll(command, output, level, macros, folders, debug, sources);
    return command;
  }

  @Override
  public Integer call() {
    List<String> flags = new ArrayList<>(List.of("-O" + level.get()));
    macros.get().forEach(macro -> flags.add("-D" + macro));
    folders.get().forEach(folder -> flags.add("-I" + folder));
    if (debug.get()) {
      flags.add("-g");
    }
    try {
      Compiler.compile(sources.get(), output.get(), flags);
      return 0;
    } catch (CompileException failure) {
      throw new Failure(FAILED, failure);
    }
  }
}
