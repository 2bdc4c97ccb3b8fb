package spool.tools.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import spool.tools.computer.Computer;

/// `spool run`.
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Runs one program and ends with its status.")
final class RunCommand implements Callable<Integer> {
  @Mixin private MachineOptions machine = new MachineOptions();
  @Mixin private ReportOptions report = new ReportOptions();
  @Mixin private ProgramChoice program = new ProgramChoice();

  @Override
  public Integer call() {
    ProgramChoice.Found found = program.find();
    Computer.Builder builder = found.addTo(report.record(machine.builder(), machine.harts()));
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
}
