package spool.tools.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import spool.emulator.debug.DebugServer;
import spool.emulator.debug.Target;
import spool.emulator.machine.Machine;
import spool.emulator.machine.Outcome;
import spool.tools.terminal.MachineRun;

/// The option that lets gdb have the machine.
final class GdbOption {
  private static final int MOST_PORT = 0xffff;

  private final Setting<Optional<Integer>> port =
      Setting.optional(
          Integer.class,
          OptionSpec.builder("--gdb")
              .paramLabel("PORT")
              .description(
                  "Wait for gdb at PORT of this computer before the first instruction; 0 takes a free port"
                      + " and says which. In gdb: 'target remote localhost:PORT'."));

  /// Adds the option to `command`.
  void addTo(CommandSpec command) {
    Setting.addAll(command, port);
  }

  /// Whether gdb is to have the machine.
  boolean isWanted() {
    return port.get().isPresent();
  }

  /// What runs `machine`: gdb, attached to the target, if that is wanted.
  MachineRun of(Machine machine, Supplier<Target> target) {
    if (port.get().isEmpty()) {
      return MachineRun.of(machine);
    }
    return serve(port.get().get(), target.get());
  }

  private static MachineRun serve(int port, Target target) {
    if (port < 0 || port > MOST_PORT) {
      throw new Failure(
          ExitStatus.USAGE, "--gdb: there is no port %d, only 0 to %d".formatted(port, MOST_PORT));
    }
    DebugServer server = listen(port, target);
    System.err.println("spool: gdb can attach at port " + server.port());
    return new MachineRun() {
      @Override
      public Outcome run() throws InterruptedException {
        return server.run();
      }

      @Override
      public void requestStop() {
        server.requestStop();
      }
    };
  }

  private static DebugServer listen(int port, Target target) {
    try {
      return DebugServer.listen(port, target);
    } catch (IOException failure) {
      throw new Failure(
          ExitStatus.USAGE,
          "--gdb: cannot wait at port %d: %s".formatted(port, failure.getMessage()));
    }
  }
}
