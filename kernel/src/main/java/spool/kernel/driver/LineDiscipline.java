package spool.kernel.driver;

import java.util.function.IntConsumer;
import spool.kernel.abi.Signal;
import spool.kernel.abi.Termios;

/// What a terminal makes of the bytes that are typed at it (termios(3); the behaviour is that of
/// Linux's `n_tty`).
///
/// A byte is first mapped by the input modes; then it may stop or start the output, send a signal,
/// edit the line (canonical mode), end it, or just be added. What can be read is in the
/// [InputBuffer]; the line under way becomes readable when it ends, or when canonical mode does.
final class LineDiscipline {
  /// The most bytes that wait to be read or edited; more ring the bell.
  static final int CAPACITY = 4095;

  private static final int BELL = 7;

  private final OutputProcessor output;
  private final LineEditor editor;
  private final InputBuffer input = new InputBuffer();
  private final IntConsumer signals;
  private Termios modes = Termios.standard();
  private boolean isLiteralNext;
  private boolean isOutputStopped;

  /// Sends bytes to the line behind `output`, and signals for the foreground to `signals`.
  LineDiscipline(OutputProcessor output, IntConsumer signals) {
    this.output = output;
    this.editor = new LineEditor(output);
    this.signals = signals;
  }

  /// The settings.
  Termios modes() {
    return modes;
  }

  /// Changes the settings.
  void modes(Termios wanted) {
    boolean wasCanonical = isCanonical();
    modes = wanted;
    if (wasCanonical && !isCanonical() && editor.size() > 0) {
      input.add(editor.take());
    }
    if ((wanted.input() & Termios.IXON) == 0) {
      isOutputStopped = false;
    }
  }

  /// What can be read.
  InputBuffer input() {
    return input;
  }

  /// Whether the user has stopped the output.
  boolean isOutputStopped() {
    return isOutputStopped;
  }

  /// Stops the output or lets it go on.
  void stopOutput(boolean stopped) {
    isOutputStopped = stopped;
  }

  /// Forgets what has been typed and not read.
  void flushInput() {
    input.clear();
    editor.take();
  }

  /// Whether lines are edited before they can be read.
  boolean isCanonical() {
    return local(Termios.ICANON);
  }

  /// Takes one byte as typed.
  void receive(int typed) {
    int stripped = has(Termios.ISTRIP) ? typed & 0x7f : typed;
    if (isLiteralNext) {
      isLiteralNext = false;
      add(stripped);
      return;
    }
    if (stripped == '\r' && has(Termios.IGNCR)) {
      return;
    }
    int mapped = map(stripped);
    if (!controlsFlow(mapped) && !signals(mapped)) {
      interpret(mapped);
    }
  }

  private int map(int typed) {
    if (typed == '\r' && has(Termios.ICRNL)) {
      return '\n';
    }
    if (typed == '\n' && has(Termios.INLCR)) {
      return '\r';
    }
    boolean isUpper = typed >= 'A' && typed <= 'Z';
    return isUpper && has(Termios.IUCLC) && local(Termios.IEXTEN) ? typed | 0x20 : typed;
  }

  private boolean controlsFlow(int typed) {
    if (!has(Termios.IXON)) {
      return false;
    }
    if (is(typed, Termios.VSTOP)) {
      isOutputStopped = true;
      return true;
    }
    boolean starts = is(typed, Termios.VSTART);
    if (starts || has(Termios.IXANY)) {
      isOutputStopped = false;
    }
    return starts;
  }

  private boolean signals(int typed) {
    if (!local(Termios.ISIG)) {
      return false;
    }
    int signal = signal(typed);
    if (signal == 0) {
      return false;
    }
    if (!local(Termios.NOFLSH)) {
      flushInput();
      isOutputStopped = false;
    }
    editor.echo(typed, modes);
    signals.accept(signal);
    return true;
  }

  private int signal(int typed) {
    if (is(typed, Termios.VINTR)) {
      return Signal.SIGINT;
    }
    if (is(typed, Termios.VQUIT)) {
      return Signal.SIGQUIT;
    }
    return is(typed, Termios.VSUSP) ? Signal.SIGTSTP : 0;
  }

  private void interpret(int typed) {
    if (local(Termios.IEXTEN) && is(typed, Termios.VLNEXT)) {
      isLiteralNext = true;
      showLiteralNext();
    } else if (!isCanonical()) {
      add(typed);
    } else if (!edits(typed)) {
      endOrAdd(typed);
    }
  }

  private void showLiteralNext() {
    if (local(Termios.ECHO) && local(Termios.ECHOCTL)) {
      output.write('^', modes);
      output.write('\b', modes);
    }
  }

  private boolean edits(int typed) {
    if (is(typed, Termios.VERASE)) {
      editor.erase(typed, modes);
    } else if (is(typed, Termios.VKILL)) {
      editor.kill(typed, modes);
    } else if (local(Termios.IEXTEN) && is(typed, Termios.VWERASE)) {
      editor.eraseWord(typed, modes);
    } else if (local(Termios.IEXTEN) && local(Termios.ECHO) && is(typed, Termios.VREPRINT)) {
      editor.reprint(typed, modes);
    } else {
      return false;
    }
    return true;
  }

  private void endOrAdd(int typed) {
    boolean isOtherEnd =
        is(typed, Termios.VEOL) || (local(Termios.IEXTEN) && is(typed, Termios.VEOL2));
    if (is(typed, Termios.VEOF)) {
      input.add(editor.take());
    } else if (typed == '\n' || isOtherEnd) {
      echoEnd(typed);
      editor.end(typed);
      input.add(editor.take());
    } else {
      add(typed);
    }
  }

  private void echoEnd(int typed) {
    if (typed == '\n' && local(Termios.ECHONL) && !local(Termios.ECHO)) {
      output.write('\n', modes);
    }
    editor.echo(typed, modes);
  }

  private void add(int typed) {
    if (input.size() + editor.size() >= CAPACITY) {
      ring();
    } else if (isCanonical()) {
      editor.type(typed, modes);
    } else {
      editor.echo(typed, modes);
      input.add((byte) typed);
    }
  }

  private void ring() {
    if (has(Termios.IMAXBEL)) {
      output.write(BELL, modes);
    }
  }

  private boolean has(int inputMode) {
    return (modes.input() & inputMode) != 0;
  }

  private boolean local(int mode) {
    return (modes.local() & mode) != 0;
  }

  /// A control character of 0 is switched off.
  private boolean is(int typed, int name) {
    int character = modes.character(name);
    return character != 0 && character == typed;
  }
}
