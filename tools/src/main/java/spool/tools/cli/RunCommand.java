package spool.tools.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import spool.tools.computer.Computer;
import spool.tools.computer.GuestProgram;
import spool.tools.computer.ProgramException;
import spool.userland.CompileException;
import spool.userland.Compiler;
import spool.userland.InBoxImage;

/// `spool run`.
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Runs one program and ends with its status.")
final class RunCommand implements Callable<Integer> {
  @Mixin private MachineOptions machine = new MachineOptions();
  @Mixin private ReportOptions report = new ReportOptions();

  @Parameters(
      index = "0",
      paramLabel = "PROGRAM",
      description =
          "A riscv64 ELF file, a C source (compiled first), or an in-box program such as"
              + " examples/join or ls.")
  private String program = "";

  @Parameters(index = "1..*", paramLabel = "ARGUMENT", description = "The program's arguments.")
  private List<String> arguments = List.of();

  @Override
  public Integer call() {
    InBoxImage image = InBoxImage.open();
    GuestProgram found = find(image);
    Computer.Builder builder =
        report
            .record(machine.builder(), machine.harts())
            .image(image)
            .files(found.entries())
            .program(found.path(), arguments);
    try {
      return Session.hasTerminal()
          ? Session.runWithTerminal(builder, "", this::report)
          : Session.runWithStreams(builder, this::report);
    } finally {
      machine.finish();
    }
  }

  private void report(Computer computer) {
    report.report(computer, "run", machine.seed());
  }

  private GuestProgram find(InBoxImage image) {
    try {
      boolean isSource = program.endsWith(".c") && Files.isRegularFile(Path.of(program));
      return isSource ? compile(Path.of(program)) : GuestProgram.find(program, image);
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
