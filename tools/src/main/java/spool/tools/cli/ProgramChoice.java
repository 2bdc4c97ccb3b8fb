package spool.tools.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import spool.tools.computer.Computer;
import spool.tools.computer.GuestProgram;
import spool.tools.computer.ProgramException;
import spool.userland.CompileException;
import spool.userland.Compiler;
import spool.userland.InBoxImage;

/// The program that a command runs, with its arguments.
final class ProgramChoice {
  private final Setting<String> program =
      Setting.parameter(
          String.class,
          PositionalParamSpec.builder()
              .index("0")
              .paramLabel("PROGRAM")
              .description(
                  "A riscv64 ELF file, a C source (compiled first), or an in-box program such as"
                      + " examples/join or ls."));

  private final Setting<List<String>> arguments =
      Setting.parameters(
          String.class,
          PositionalParamSpec.builder()
              .index("1..*")
              .arity("0..1")
              .paramLabel("ARGUMENT")
              .description("The program's arguments."));

  /// Adds the parameters to `command`.
  void addTo(CommandSpec command) {
    Setting.addAll(command, program, arguments);
  }

  /// The program that was found, with the root file system for it.
  record Found(InBoxImage image, GuestProgram program, List<String> arguments) {
    /// Lets `builder` make a computer that runs it.
    Computer.Builder addTo(Computer.Builder builder) {
      return builder.image(image).files(program.entries()).program(program.path(), arguments);
    }
  }

  /// The program and its arguments, as they were given.
  List<String> words() {
    return Stream.concat(Stream.of(program.get()), arguments.get().stream()).toList();
  }

  /// Finds the program, and compiles it if it is a source. Throws [Failure].
  Found find() {
    InBoxImage image = InBoxImage.open();
    try {
      String name = program.get();
      boolean isSource = name.endsWith(".c") && Files.isRegularFile(Path.of(name));
      GuestProgram found = isSource ? compile(Path.of(name)) : GuestProgram.find(name, image);
      return new Found(image, found, arguments.get());
    } catch (ProgramException problem) {
      throw new Failure(problem.status(), problem);
    }
  }

  private static GuestProgram compile(Path source) throws ProgramException {
    String name = source.getFileName().toString().replaceFirst("\\.c$", "");
    try {
      Path folder = Files.createTempDirectory("spool-run");
      Path output = folder.resolve(name);
      try {
        Compiler.compile(List.of(source), output, List.of("-O2"));
        return GuestProgram.ofHost(output, source.toString());
      } finally {
        Files.deleteIfExists(output);
        Files.delete(folder);
      }
    } catch (CompileException failure) {
      throw new Failure(CompileCommand.FAILED, failure);
    } catch (IOException failure) {
      throw new Failure(CompileCommand.FAILED, source + ": " + failure);
    }
  }
}
