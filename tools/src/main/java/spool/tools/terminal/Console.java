package spool.tools.terminal;

import java.io.IOException;
import java.util.concurrent.SynchronousQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import spool.emulator.machine.Inbox;
import spool.emulator.machine.Machine;
import spool.emulator.machine.Outcome;

/// The user at the host's terminal: keys go to the machine's serial port, commands after Ctrl-A to
/// the machine itself.
///
/// Two threads take part. The keyboard's reads what is typed and posts it to the machine's inbox;
/// the machine's runs the guest. A command stops the machine, then is handed over: the keyboard's
/// thread waits meanwhile, so that the monitor's prompt is the only reader of the terminal.
public final class Console {
  private static final String HELP =
      """
      \r
      Ctrl-A x   leave\r
      Ctrl-A c   open the monitor\r
      Ctrl-A s   save the machine, and go on\r
      Ctrl-A h   show this\r
      Ctrl-A a   send Ctrl-A to the guest\r
      """;

  private final HostTerminal terminal;
  private final Machine machine;
  private final MachineRun run;
  private final Monitor monitor;
  private final Supplier<String> save;
  private final EscapeFilter filter = new EscapeFilter(this::type, this::commanded);
  private final SynchronousQueue<EscapeFilter.Command> commands = new SynchronousQueue<>();
  private final SynchronousQueue<Boolean> resumed = new SynchronousQueue<>();

  /// Why the keyboard cannot be read any more.
  private volatile @Nullable IOException loss;

  /// The user of `machine`, which `run` runs, at `terminal`. `save` saves the machine, which
  /// stands, and answers what to tell the user of it.
  public Console(
      HostTerminal terminal,
      Machine machine,
      MachineRun run,
      Monitor monitor,
      Supplier<String> save) {
    this.terminal = terminal;
    this.machine = machine;
    this.run = run;
    this.monitor = monitor;
    this.save = save;
  }

  /// Runs the machine until it ends or the user leaves, which gives [Outcome.Stopped]. Throws
  /// [IOException] when the terminal cannot be read any more.
  public Outcome run() throws InterruptedException, IOException {
    terminal.makeRaw();
    try (Inbox.Source _ = machine.inbox().open()) {
      Thread.ofPlatform().daemon().name("keyboard").start(this::readKeys);
      return serve();
    } finally {
      terminal.restore();
    }
  }

  private Outcome serve() throws InterruptedException, IOException {
    while (true) {
      Outcome outcome = run.run();
      if (!(outcome instanceof Outcome.Stopped)) {
        return outcome;
      }
      if (isLeaving(commands.take())) {
        throwIfLost();
        return outcome;
      }
      resumed.put(true);
    }
  }

  private void throwIfLost() throws IOException {
    if (loss != null) {
      throw loss;
    }
  }

  private boolean isLeaving(EscapeFilter.Command command) {
    return switch (command) {
      case LEAVE -> true;
      case HELP -> {
        show(HELP);
        yield false;
      }
      case SAVE -> {
        show("\r\n" + save.get() + "\r\n");
        yield false;
      }
      case MONITOR -> {
        terminal.restore();
        Monitor.Verdict verdict = monitor.converse(terminal.lineTerminal());
        terminal.makeRaw();
        yield verdict == Monitor.Verdict.QUIT;
      }
    };
  }

  private void show(String text) {
    terminal.lineTerminal().writer().print(text);
    terminal.lineTerminal().flush();
  }

  /// The keyboard's thread. An end of input means that the terminal is gone; so does a failure,
  /// which the machine's thread reports, unless it has ended and closed the terminal itself.
  private void readKeys() {
    try {
      for (int typed = terminal.read(); typed >= 0; typed = terminal.read()) {
        filter.accept(typed);
      }
      commanded(EscapeFilter.Command.LEAVE);
    } catch (IOException failure) {
      loss = failure;
      commanded(EscapeFilter.Command.LEAVE);
    }
  }

  private void type(int typed) {
    byte[] line = {(byte) typed};
    machine.inbox().post(() -> machine.board().console().receive(line));
  }

  private void commanded(EscapeFilter.Command command) {
    run.requestStop();
    try {
      commands.put(command);
      resumed.take();
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
    }
  }
}
