package spool.tools.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import spool.emulator.machine.Pacer;

/// `spool boot`.
@Command(
    name = "boot",
    mixinStandardHelpOptions = true,
    description =
        "Boots the machine. In a terminal it shows the boot log and a shell; Ctrl-A h tells how to"
            + " leave. Otherwise standard input is a script for the shell, and its last status is"
            + " the exit status.")
final class BootCommand implements Callable<Integer> {
  private static final String HINT = "Ctrl-A h tells how to leave, and what else there is\r\n";

  @Mixin private MachineOptions machine = new MachineOptions();

  @Override
  public Integer call() {
    try {
      return Session.hasTerminal()
          ? Session.runWithTerminal(machine.builder().pacer(Pacer.hostClock()).announced(), HINT)
          : Session.runWithStreams(machine.builder().script());
    } finally {
      machine.finish();
    }
  }
}
