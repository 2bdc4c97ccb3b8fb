package spool.tools.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import spool.kernel.debug.KernelTarget;
import spool.tools.computer.Computer;
import spool.tools.terminal.MachineRun;

/// `spool run`.
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Runs one program and ends with its status.")
final class RunCommand implements Callable<Integer> {
  @Mixin private MachineOptions machine = new MachineOptions();
  @Mixin private ReportOptions report = new ReportOptions();
  @Mixin private GdbOption gdb = new GdbOption();
  @Mixin private ProgramChoice program = new ProgramChoice();

  @Override
  public Integer call() {
    ProgramChoice.Found found = program.find();
    Computer.Builder builder = found.addTo(report.record(machine.builder(), machine.harts()));
    try {
      return Session.hasTerminal()
          ? Session.runWithTerminal(builder, "", this::runner, this::report)
          : Session.runWithStreams(builder, this::runner, this::report);
    } finally {
      machine.finish();
    }
  }

  private MachineRun runner(Computer computer) {
    return gdb.of(
        computer.machine(), () -> new KernelTarget(computer.machine(), computer.kernel()));
  }

  private void report(Computer computer) {
    report.report(computer, "run", machine.seed());
  }
}
