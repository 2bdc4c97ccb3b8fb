package spool.tools.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import spool.userland.CompileException;
import spool.userland.Compiler;

/// `spool cc`.
@Command(
    name = "cc",
    mixinStandardHelpOptions = true,
    description = "Compiles C sources to a riscv64 program, against the in-box library.")
final class CompileCommand implements Callable<Integer> {
  /// The status when compiling fails, as of C compilers.
  static final int FAILED = 1;

  @Option(
      names = "-o",
      paramLabel = "FILE",
      defaultValue = "a.out",
      description = "The program (default: ${DEFAULT-VALUE}).")
  private Path output = Path.of("a.out");

  @Option(
      names = "-O",
      paramLabel = "LEVEL",
      defaultValue = "2",
      description = "How much to optimise: 0 to 3, s (default: ${DEFAULT-VALUE}).")
  private String level = "2";

  @Option(names = "-D", paramLabel = "NAME[=VALUE]", description = "Define a macro.")
  private List<String> macros = List.of();

  @Option(names = "-I", paramLabel = "FOLDER", description = "Look for headers there.")
  private List<Path> folders = List.of();

  @Option(names = "-g", description = "Keep information for debuggers.")
  private boolean debug;

  @Parameters(
      paramLabel = "SOURCE",
      arity = "1..*",
      description = "C or assembly sources, object files, archives.")
  private List<Path> sources = List.of();

  @Override
  public Integer call() {
    List<String> flags = new ArrayList<>(List.of("-O" + level));
    macros.forEach(macro -> flags.add("-D" + macro));
    folders.forEach(folder -> flags.add("-I" + folder));
    if (debug) {
      flags.add("-g");
    }
    try {
      Compiler.compile(sources, output, flags);
      return 0;
    } catch (CompileException failure) {
      throw new Failure(FAILED, failure);
    }
  }
}
