package spool.tools.terminal;

import java.util.function.IntConsumer;

/// Finds the commands to the machine among the bytes typed: Ctrl-A and a letter. All other bytes go
/// to the guest; Ctrl-A twice sends it one.
public final class EscapeFilter {
  /// What the user asks of the machine rather than of the guest.
  public enum Command {
    /// Ctrl-A x: leave.
    LEAVE,

    /// Ctrl-A h: say what there is.
    HELP,

    /// Ctrl-A c: open the monitor.
    MONITOR,

    /// Ctrl-A s: save the machine.
    SAVE
  }

  /// Takes the commands.
  @FunctionalInterface
  public interface Listener {
    /// The user gave `command`.
    void commanded(Command command);
  }

  private static final int ESCAPE = 'A' & 0x1f;

  private final IntConsumer guest;
  private final Listener listener;
  private boolean isEscaped;

  /// Sends bytes to `guest` and commands to `listener`.
  public EscapeFilter(IntConsumer guest, Listener listener) {
    this.guest = guest;
    this.listener = listener;
  }

  /// Takes one byte as typed.
  public void accept(int typed) {
    if (isEscaped) {
      isEscaped = false;
      escaped(typed);
    } else if (typed == ESCAPE) {
      isEscaped = true;
    } else {
      guest.accept(typed);
    }
  }

  private void escaped(int typed) {
    switch (typed) {
      case 'x', 'X', 'x' & 0x1f -> listener.commanded(Command.LEAVE);
      case 'c', 'C', 'c' & 0x1f -> listener.commanded(Command.MONITOR);
      case 's', 'S', 's' & 0x1f -> listener.commanded(Command.SAVE);
      case ESCAPE, 'a' -> guest.accept(ESCAPE);
      default -> listener.commanded(Command.HELP);
    }
  }
}
