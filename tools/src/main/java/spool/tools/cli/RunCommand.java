package spool.tools.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import spool.kernel.debug.KernelTarget;
import spool.tools.computer.Computer;
import spool.tools.terminal.MachineRun;

/// `spool run`.
final class RunCommand implements Callable<Integer> {
  private final MachineOptions machine = new MachineOptions();
  private final ReportOptions report = new ReportOptions();
  private final GdbOption gdb = new GdbOption();
  private final ProgramChoice program = new ProgramChoice();

  /// What it is, for picocli.
  CommandSpec specification() {
    CommandSpec command =
        Commands.specification(this, "run", "Runs one program and ends with its status.");
    machine.addTo(command);
    report.addTo(command);
    gdb.addTo(command);
    program.addTo(command);
    return command;
  }

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
