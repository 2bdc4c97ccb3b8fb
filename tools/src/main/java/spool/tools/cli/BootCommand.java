package spool.tools.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import spool.emulator.machine.Pacer;
import spool.tools.computer.Computer;

/// `spool boot`.
final class BootCommand implements Callable<Integer> {
  private static final String HINT = "Ctrl-A h tells how to leave, and what else there is\r\n";

  private final MachineOptions machine = new MachineOptions();
  private final ReportOptions report = new ReportOptions();

  /// What it is, for picocli.
  CommandSpec specification() {
    CommandSpec command =
        Commands.specification(
            this,
            "boot",
            "Boots the machine. In a terminal it shows the boot log and a shell; Ctrl-A h tells how to"
                + " leave. Otherwise standard input is a script for the shell, and its last status is"
                + " the exit status.");
    machine.addTo(command);
    report.addTo(command);
    return command;
  }

  @Override
  public Integer call() {
    try {
      Computer.Builder builder = report.record(machine.builder(), machine.harts());
      return Session.hasTerminal()
          ? Session.runWithTerminal(
              builder.pacer(Pacer.hostClock()).announced(),
              HINT,
              Session.Runner.itself(),
              this::report)
          : Session.runWithStreams(builder.script(), Session.Runner.itself(), this::report);
    } finally {
      machine.finish();
    }
  }

  private void report(Computer computer) {
    report.report(computer, "boot", machine.seed());
  }
}
