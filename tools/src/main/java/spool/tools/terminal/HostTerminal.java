package spool.tools.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Attributes.OutputFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp;
import org.jline.utils.NonBlocking;
import org.jline.utils.NonBlockingInputStream;
import org.jline.utils.ShutdownHooks;
import org.jline.utils.Signals;

/// The host's terminal, which the guest drives as its console: every byte goes through untouched
/// while it is raw.
///
/// However the program ends, short of being killed by `SIGKILL`, the terminal gets back the
/// attributes with which it was found: by [#close], or by a shutdown hook if that is never reached.
/// jline gives them back too, but for the line discipline, which its native code leaves to chance;
/// so what the host's kernel had is written after that.
public final class HostTerminal implements AutoCloseable {
  private static final long LONG_TIME = Duration.ofHours(1).toMillis();

  private final Terminal terminal;
  private final NonBlockingInputStream input;
  private final Attributes found;
  private final LineSettings settings;
  private final ShutdownHooks.Task restorer;

  /// Takes over the terminal of this process. Throws [IOException] when there is none.
  public HostTerminal() throws IOException {
    terminal = open();
    settings = new LineSettings();
    input = NonBlocking.nonBlocking("terminal", terminal.input());
    found = terminal.getAttributes();
    restorer = ShutdownHooks.add(settings::restore);
  }

  /// By native calls, or else by commands of the host, which take processes to start.
  private static Terminal open() throws IOException {
    TerminalBuilder builder =
        TerminalBuilder.builder()
            .system(true)
            .dumb(false)
            .nativeSignals(false)
            .graphemeCluster(false);
    describe(builder.computeType());
    try {
      return builder.provider(TerminalBuilder.PROP_PROVIDER_JNI).build();
    } catch (IOException | IllegalStateException noNativeCalls) {
      return builder.provider(TerminalBuilder.PROP_PROVIDER_EXEC).build();
    }
  }

  /// Has jline take its own description of a terminal of this type, if it has one: to ask the host
  /// for it takes a process.
  private static void describe(String type) {
    Optional.ofNullable(InfoCmp.getDefaultInfoCmp(type))
        .ifPresent(description -> InfoCmp.setLoadedInfoCmp(type, description));
  }

  /// Passes every byte on as it is typed, with no echo and no meaning to the host.
  public void makeRaw() {
    Attributes raw = new Attributes(found);
    raw.setLocalFlags(
        EnumSet.of(LocalFlag.ICANON, LocalFlag.ECHO, LocalFlag.ISIG, LocalFlag.IEXTEN), false);
    raw.setInputFlags(
        EnumSet.of(
            InputFlag.ICRNL, InputFlag.INLCR, InputFlag.IGNCR, InputFlag.IXON, InputFlag.ISTRIP),
        false);
    raw.setOutputFlag(OutputFlag.OPOST, false);
    raw.setControlChar(ControlChar.VMIN, 1);
    raw.setControlChar(ControlChar.VTIME, 0);
    terminal.setAttributes(raw);
  }

  /// Gives the terminal back the attributes with which it was found.
  public void restore() {
    terminal.setAttributes(found);
    settings.restore();
  }

  /// What kind of terminal it is, as `TERM` names it.
  public String type() {
    return terminal.getType();
  }

  /// Waits for the next byte typed; -1 when the terminal is gone.
  ///
  /// A read without a time limit would hold the lock that closing needs, until one more key is
  /// pressed.
  public int read() throws IOException {
    int typed = input.read(LONG_TIME);
    while (typed == NonBlockingInputStream.READ_EXPIRED) {
      typed = input.read(LONG_TIME);
    }
    return typed;
  }

  /// What is shown.
  public OutputStream output() {
    return terminal.output();
  }

  /// For line editing, as the monitor's prompt does.
  public Terminal lineTerminal() {
    return terminal;
  }

  /// Its size in characters; 80 by 24 where the host does not know.
  public Size size() {
    Size size = terminal.getSize();
    return size.getColumns() > 0 && size.getRows() > 0 ? size : Size.of(80, 24);
  }

  /// Calls `action` whenever the window has changed its size.
  public void onResize(Runnable action) {
    Signals.register("WINCH", action);
  }

  @Override
  public void close() throws IOException {
    terminal.close();
    settings.restore();
    ShutdownHooks.remove(restorer);
  }
}
