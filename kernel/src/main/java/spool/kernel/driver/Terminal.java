package spool.kernel.driver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.function.IntConsumer;
import spool.kernel.abi.Errno;
import spool.kernel.abi.IoctlRequest;
import spool.kernel.abi.PollEvents;
import spool.kernel.abi.Signal;
import spool.kernel.abi.Termios;
import spool.kernel.abi.WindowSize;
import spool.kernel.fs.Caller;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.Location;
import spool.kernel.sync.Interrupted;
import spool.kernel.sync.WaitQueue;

/// A terminal: a [LineDiscipline] between a serial line and the processes of a session.
///
/// The session whose controlling terminal this is has one foreground group, which gets the signals
/// that are typed. Other groups are in the background: reading stops them (`SIGTTIN`), and so do
/// changes of the settings, and with `TOSTOP` writing (`SIGTTOU`); credentials(7), termios(3).
public final class Terminal {
  private static final int NONE = 0;

  private final OutputProcessor output;
  private final LineDiscipline discipline;
  private final TerminalSignals processes;
  private final WaitQueue readable = new WaitQueue();
  private final WaitQueue writable = new WaitQueue();
  private WindowSize size;
  private int session = NONE;
  private int foreground = NONE;

  /// A terminal of `size` whose output goes to `line`, byte by byte.
  public Terminal(IntConsumer line, WindowSize size, TerminalSignals processes) {
    this.output = new OutputProcessor(line);
    this.discipline = new LineDiscipline(output, this::signalForeground);
    this.size = size;
    this.processes = processes;
  }

  /// The number of the session that it controls, or 0.
  public int session() {
    return session;
  }

  /// The foreground process group, or 0.
  public int foreground() {
    return foreground;
  }

  /// Opens the terminal, found at `location`, with `flags` (`O_*`).
  public FileDescription open(Location location, int flags) {
    return new TerminalDescription(location, flags, this);
  }

  /// Those who wait for something to read.
  WaitQueue readable() {
    return readable;
  }

  /// Those who wait for the output to go on.
  WaitQueue writable() {
    return writable;
  }

  /// What has been typed, and the settings.
  LineDiscipline discipline() {
    return discipline;
  }

  /// Takes a byte from the serial line.
  public void receive(int typed) {
    discipline.receive(typed);
    readable.wakeAll();
    if (!discipline.isOutputStopped()) {
      writable.wakeAll();
    }
  }

  /// The window's size has changed.
  public void resize(WindowSize changed) {
    if (!changed.equals(size)) {
      size = changed;
      signalForeground(Signal.SIGWINCH);
    }
  }

  /// Writes one byte for a process.
  void write(int character) {
    output.write(character, discipline.modes());
  }

  /// Writes the kernel's own text, whatever the settings.
  public void print(String text) {
    for (byte each : text.getBytes(UTF_8)) {
      output.write(Byte.toUnsignedInt(each), Termios.standard());
    }
  }

  /// Becomes the controlling terminal of `leader`'s session, with the leader's group in front, if
  /// it controls no session yet.
  public void control(int leader) {
    if (session == NONE) {
      session = leader;
      foreground = leader;
    }
  }

  /// The leader of the session has ended or given the terminal up: nobody is in front any more, and
  /// those who were are told.
  public void release(int leader) {
    if (session == leader) {
      signalForeground(Signal.SIGHUP);
      signalForeground(Signal.SIGCONT);
      session = NONE;
      foreground = NONE;
    }
  }

  private void signalForeground(int signal) {
    if (foreground != NONE) {
      processes.signalGroup(foreground, signal);
    }
  }

  /// Lets `caller` read only from the foreground: otherwise its group is stopped, or fails with
  /// `EIO` where that would be for ever.
  void demandForegroundToRead(Caller caller) {
    if (isBackground(caller)) {
      if (caller.ignores(Signal.SIGTTIN) || caller.isGroupOrphaned()) {
        throw Errno.EIO.failure();
      }
      stop(caller, Signal.SIGTTIN);
    }
  }

  /// Lets `caller` change or write the terminal only from the foreground, or if it ignores being
  /// told so.
  void demandForegroundToChange(Caller caller) {
    if (isBackground(caller) && !caller.ignores(Signal.SIGTTOU)) {
      if (caller.isGroupOrphaned()) {
        throw Errno.EIO.failure();
      }
      stop(caller, Signal.SIGTTOU);
    }
  }

  private boolean isBackground(Caller caller) {
    return session != NONE && caller.session() == session && caller.group() != foreground;
  }

  private void stop(Caller caller, int signal) {
    processes.signalGroup(caller.group(), signal);
    throw new Interrupted(false);
  }

  /// The events of poll(2) that have happened.
  int poll() {
    boolean hasInput =
        discipline.isCanonical()
            ? discipline.input().hasLine()
            : discipline.input().size() >= pollMinimum();
    return (hasInput ? PollEvents.READABLE : 0)
        | (discipline.isOutputStopped() ? 0 : PollEvents.WRITABLE);
  }

  private int pollMinimum() {
    Termios modes = discipline.modes();
    return modes.character(Termios.VTIME) == 0 ? Math.max(1, modes.character(Termios.VMIN)) : 1;
  }

  /// Serves a request of ioctl_tty(2) or a general one about what can be read.
  long ioctl(int request, long argument, Caller caller) {
    switch (request) {
      case IoctlRequest.TCGETS -> caller.memory().write(argument, discipline.modes().toBytes());
      case IoctlRequest.TCSETS, IoctlRequest.TCSETSW -> changeModes(argument, caller, false);
      case IoctlRequest.TCSETSF -> changeModes(argument, caller, true);
      case IoctlRequest.TIOCGWINSZ -> caller.memory().write(argument, size.toBytes());
      case IoctlRequest.TIOCSWINSZ ->
          resize(WindowSize.from(read(argument, WindowSize.BYTES, caller)));
      case IoctlRequest.FIONREAD -> caller.memory().store32(argument, discipline.input().size());
      case IoctlRequest.TIOCOUTQ -> caller.memory().store32(argument, 0);
      case IoctlRequest.TCSBRK, IoctlRequest.TCSBRKP -> demandForegroundToChange(caller);
      case IoctlRequest.TCFLSH -> flush((int) argument, caller);
      case IoctlRequest.TCXONC -> changeFlow((int) argument, caller);
      default -> controlSession(request, argument, caller);
    }
    return 0;
  }

  private static byte[] read(long address, int length, Caller caller) {
    byte[] bytes = new byte[length];
    caller.memory().read(address, bytes, 0, length);
    return bytes;
  }

  private void changeModes(long argument, Caller caller, boolean flush) {
    Termios wanted = Termios.from(read(argument, Termios.BYTES, caller));
    demandForegroundToChange(caller);
    if (flush) {
      discipline.flushInput();
    }
    discipline.modes(wanted);
    readable.wakeAll();
    writable.wakeAll();
  }

  private void flush(int queue, Caller caller) {
    demandForegroundToChange(caller);
    switch (queue) {
      case IoctlRequest.TCIFLUSH, IoctlRequest.TCIOFLUSH -> discipline.flushInput();
      case IoctlRequest.TCOFLUSH -> {}
      default -> throw Errno.EINVAL.failure();
    }
  }

  /// `tcflow`: 0 stops the output, 1 starts it; 2 and 3 ask the same of the other end, which always
  /// keeps pace.
  private void changeFlow(int action, Caller caller) {
    demandForegroundToChange(caller);
    switch (action) {
      case 0, 1 -> discipline.stopOutput(action == 0);
      case 2, 3 -> {}
      default -> throw Errno.EINVAL.failure();
    }
    if (!discipline.isOutputStopped()) {
      writable.wakeAll();
    }
  }

  private void controlSession(int request, long argument, Caller caller) {
    switch (request) {
      case IoctlRequest.TIOCSCTTY -> acquire(caller);
      case IoctlRequest.TIOCNOTTY -> giveUp(caller);
      case IoctlRequest.TIOCGPGRP -> caller.memory().store32(argument, controlled(caller));
      case IoctlRequest.TIOCGSID -> {
        controlled(caller);
        caller.memory().store32(argument, session);
      }
      case IoctlRequest.TIOCSPGRP -> bringToForeground(caller.memory().load32(argument), caller);
      default -> throw Errno.ENOTTY.failure();
    }
  }

  private void acquire(Caller caller) {
    boolean isLeader = caller.session() == caller.pid();
    if (session != caller.session() && (!isLeader || session != NONE)) {
      throw Errno.EPERM.failure();
    }
    control(caller.session());
  }

  private void giveUp(Caller caller) {
    controlled(caller);
    if (caller.session() == caller.pid()) {
      release(session);
    }
  }

  /// The foreground group, for a caller whose controlling terminal this is.
  private int controlled(Caller caller) {
    if (session == NONE || caller.session() != session) {
      throw Errno.ENOTTY.failure();
    }
    return foreground;
  }

  private void bringToForeground(int group, Caller caller) {
    controlled(caller);
    demandForegroundToChange(caller);
    if (group < 0) {
      throw Errno.EINVAL.failure();
    }
    int owner = processes.sessionOf(group);
    if (owner != session) {
      throw (owner == NONE ? Errno.ESRCH : Errno.EPERM).failure();
    }
    foreground = group;
  }
}
