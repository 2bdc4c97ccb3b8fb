package spool.tools.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.OptionalLong;
import spool.emulator.device.ByteSink;
import spool.emulator.machine.EngineFailure;
import spool.emulator.machine.Machine;
import spool.emulator.machine.Outcome;
import spool.emulator.machine.Pacer;
import spool.tools.terminal.BareMonitor;
import spool.tools.terminal.Console;
import spool.tools.terminal.HostTerminal;
import spool.tools.terminal.MachineRun;
import spool.tools.terminal.SerialInput;

/// Runs a machine without Spool's kernel, with the terminal or the standard streams at its serial
/// port.
final class MachineSession {
  private static final int SIGINT_STATUS = 130;

  /// Puts into a machine what it is to run.
  @FunctionalInterface
  interface Load {
    /// Loads `machine`; what a bare program prints goes to `console`.
    Verdict into(Machine machine, ByteSink console);
  }

  /// What a bare program says of itself.
  @FunctionalInterface
  interface Verdict {
    /// The number of the check that failed, if one did.
    OptionalLong failure();
  }

  /// How the machine is saved.
  interface Saving {
    /// The virtual time at which it is to be saved and to end, if there is one.
    OptionalLong time();

    /// Saves the machine, which stands. Throws [Failure] when that cannot be.
    void save(Machine machine);

    /// As [#save], and answers what to tell the user of it.
    String saveAndTell(Machine machine);
  }

  private MachineSession() {}

  /// Who runs a machine that was loaded.
  @FunctionalInterface
  interface Runner {
    /// What runs `machine`.
    MachineRun of(Machine machine);
  }

  /// Runs with the standard streams, until the machine is to be saved if it is, and answers the
  /// status to end with.
  static int runWithStreams(Machine.Builder builder, Load load, Runner runner, Saving saving) {
    ByteSink output = Session.sink(new FileOutputStream(FileDescriptor.out));
    Machine machine = builder.console(output).build();
    Verdict verdict = load.into(machine, output);
    SerialInput.connect(new FileInputStream(FileDescriptor.in), machine);
    try {
      return saving.time().isPresent()
          ? runUntil(saving.time().getAsLong(), machine, saving, output)
          : status(runner.of(machine).run(), verdict);
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      return SIGINT_STATUS;
    } catch (EngineFailure defect) {
      throw Session.defect(defect);
    }
  }

  private static int runUntil(long time, Machine machine, Saving saving, ByteSink output) {
    if (!(machine.run(time) instanceof Outcome.Stopped)) {
      throw new Failure(
          ExitStatus.USAGE,
          "--save-at: nothing saved, the run was over after %d ns".formatted(machine.now()));
    }
    saving.save(machine);
    output.flush();
    return 0;
  }

  /// Runs with the terminal, which shows `notice` at the start, and answers the status to end with.
  static int runWithTerminal(
      Machine.Builder builder, String notice, Load load, Runner runner, Saving saving) {
    try (HostTerminal terminal = new HostTerminal()) {
      ByteSink output = Session.sink(terminal.output());
      Machine machine = builder.pacer(Pacer.hostClock()).console(output).build();
      Verdict verdict = load.into(machine, output);
      terminal.output().write(notice.getBytes(UTF_8));
      MachineRun run = runner.of(machine);
      Console console =
          new Console(
              terminal, machine, run, BareMonitor.of(machine), () -> saving.saveAndTell(machine));
      return status(console.run(), verdict);
    } catch (IOException failure) {
      throw new Failure(ExitStatus.USAGE, "cannot use the terminal: " + failure.getMessage());
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      return SIGINT_STATUS;
    } catch (EngineFailure defect) {
      throw Session.defect(defect);
    }
  }

  private static int status(Outcome outcome, Verdict verdict) {
    return switch (outcome) {
      case Outcome.PoweredOff(int status) -> poweredOff(status & 0xff, verdict.failure());
      case Outcome.Stopped stopped -> 0;
      case Outcome.Paused paused -> 0;
      case Outcome.ResetRequested reset -> 0;
      case Outcome.IdleForever idle ->
          throw new Failure(
              ExitStatus.DEADLOCK, "every hart waits for something that cannot come any more");
    };
  }

  private static int poweredOff(int status, OptionalLong failure) {
    if (failure.isPresent()) {
      throw new Failure(status, "the program failed: its test " + failure.getAsLong());
    }
    return status;
  }
}
