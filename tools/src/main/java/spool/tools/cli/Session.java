package spool.tools.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;
import spool.emulator.device.ByteSink;
import spool.emulator.machine.EngineFailure;
import spool.emulator.machine.Outcome;
import spool.kernel.abi.ErrnoException;
import spool.kernel.abi.WindowSize;
import spool.kernel.trap.HostStreams;
import spool.tools.computer.Computer;
import spool.tools.terminal.Console;
import spool.tools.terminal.HostTerminal;
import spool.tools.terminal.MachineMonitor;
import spool.tools.terminal.MachineRun;

/// Runs a computer with this process's standard streams, or with its terminal as the console.
final class Session {
  private static final int SIGINT_STATUS = 130;

  /// Who runs a computer.
  @FunctionalInterface
  interface Runner {
    /// What runs `computer`.
    MachineRun of(Computer computer);

    /// The computer runs by itself.
    static Runner itself() {
      return computer -> MachineRun.of(computer.machine());
    }
  }

  private Session() {}

  /// Whether standard input and output are a terminal. The launcher knows by `test -t`; without it
  /// the JVM is asked.
  static boolean hasTerminal() {
    String known = System.getProperty("spool.terminal");
    return known == null
        ? Optional.ofNullable(System.console()).filter(console -> console.isTerminal()).isPresent()
        : Boolean.parseBoolean(known);
  }

  /// Runs with the process's standard streams as the guest's, and answers the status to end with;
  /// `end` gets the computer when it has stopped.
  static int runWithStreams(Computer.Builder builder, Runner runner, Consumer<Computer> end) {
    HostStreams streams =
        new HostStreams(
            new FileInputStream(FileDescriptor.in),
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err));
    OutputStream log = new FileOutputStream(FileDescriptor.err);
    Computer computer = build(builder.streams(streams).console(sink(log)));
    Outcome outcome = run(runner.of(computer));
    end.accept(computer);
    return status(outcome);
  }

  /// A computer that has stopped, and why.
  private record Ended(Computer computer, Outcome outcome) {}

  /// Runs with the terminal as the console, which shows `notice` at the start, and answers the
  /// status to end with; `end` gets the computer when it has stopped and the terminal is free.
  static int runWithTerminal(
      Computer.Builder builder, String notice, Runner runner, Consumer<Computer> end) {
    try {
      Ended ended = runInTerminal(builder, notice, runner);
      end.accept(ended.computer);
      return status(ended.outcome);
    } catch (IOException failure) {
      throw new Failure(ExitStatus.USAGE, "cannot use the terminal: " + failure.getMessage());
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      return SIGINT_STATUS;
    } catch (EngineFailure defect) {
      throw defect(defect);
    }
  }

  private static Ended runInTerminal(Computer.Builder builder, String notice, Runner runner)
      throws IOException, InterruptedException {
    try (HostTerminal terminal = new HostTerminal()) {
      terminal.output().write(notice.getBytes(UTF_8));
      Computer computer =
          build(builder.terminalType(terminal.type()).console(sink(terminal.output())));
      resize(computer, terminal);
      terminal.onResize(() -> computer.machine().inbox().post(() -> resize(computer, terminal)));
      Console console =
          new Console(
              terminal,
              computer.machine(),
              runner.of(computer),
              MachineMonitor.of(computer),
              () -> "not saved: a machine with Spool's kernel cannot be saved");
      return new Ended(computer, console.run());
    }
  }

  private static Computer build(Computer.Builder builder) {
    try {
      return builder.build();
    } catch (ErrnoException failure) {
      throw new Failure(ExitStatus.USAGE, "cannot boot: " + failure.getMessage());
    }
  }

  private static void resize(Computer computer, HostTerminal terminal) {
    computer
        .kernel()
        .terminal()
        .resize(WindowSize.of(terminal.size().getRows(), terminal.size().getColumns()));
  }

  /// The stream as where a device's bytes go.
  static ByteSink sink(OutputStream out) {
    return new ByteSink() {
      @Override
      public void write(byte value) {
        try {
          out.write(value);
        } catch (IOException failure) {
          throw new UncheckedIOException(failure);
        }
      }

      @Override
      public void flush() {
        try {
          out.flush();
        } catch (IOException failure) {
          throw new UncheckedIOException(failure);
        }
      }
    };
  }

  private static Outcome run(MachineRun run) {
    try {
      return run.run();
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      return new Outcome.Stopped();
    } catch (EngineFailure defect) {
      throw defect(defect);
    }
  }

  /// A defect of Spool's own is reported whole.
  static Failure defect(EngineFailure defect) {
    defect.printStackTrace();
    return new Failure(ExitStatus.DEFECT, "the machine stopped: " + defect.getMessage());
  }

  private static int status(Outcome outcome) {
    if (outcome instanceof Outcome.PoweredOff(int status)) {
      // The usual end, before a switch that the JVM links when it comes to it, in milliseconds.
      return status & 0xff;
    }
    return switch (outcome) {
      case Outcome.PoweredOff(int status) -> status & 0xff;
      case Outcome.Stopped stopped -> 0;
      case Outcome.Paused paused -> 0;
      case Outcome.ResetRequested reset -> 0;
      case Outcome.IdleForever idle ->
          throw new Failure(
              ExitStatus.DEADLOCK, "every process waits for something that cannot come any more");
    };
  }
}
