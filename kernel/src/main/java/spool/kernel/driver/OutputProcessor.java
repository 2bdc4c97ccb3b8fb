package spool.kernel.driver;

import java.util.function.IntConsumer;
import spool.kernel.abi.Termios;

/// What a terminal makes of the bytes that are written to it (termios(3), output modes), and the
/// column that the cursor is in, which erasing a tab needs.
final class OutputProcessor {
  private static final int TAB_WIDTH = 8;

  private final IntConsumer line;
  private int column;

  /// Sends what it makes to `line`.
  OutputProcessor(IntConsumer line) {
    this.line = line;
  }

  /// The cursor's column, from 0.
  int column() {
    return column;
  }

  /// The column after a character that stands at `column`.
  static int advance(int column, int character) {
    if (character == '\t') {
      return (column / TAB_WIDTH + 1) * TAB_WIDTH;
    }
    return isContinuation(character) ? column : column + 1;
  }

  /// Whether a byte is the second or a later one of a UTF-8 character.
  static boolean isContinuation(int character) {
    return (character & 0xc0) == 0x80;
  }

  /// Writes one byte under the output modes of `modes`.
  void write(int character, Termios modes) {
    int output = modes.output();
    if ((output & Termios.OPOST) == 0) {
      send(character);
      return;
    }
    switch (character) {
      case '\n' -> newline(output);
      case '\r' -> carriageReturn(output);
      case '\t' -> tab(output);
      default -> send((output & Termios.OLCUC) != 0 ? upper(character) : character);
    }
  }

  private void newline(int output) {
    if ((output & Termios.ONLCR) != 0) {
      send('\r');
    }
    send('\n');
    if ((output & Termios.ONLRET) != 0) {
      column = 0;
    }
  }

  private void carriageReturn(int output) {
    if ((output & Termios.ONOCR) != 0 && column == 0) {
      return;
    }
    send((output & Termios.OCRNL) != 0 ? '\n' : '\r');
    column = 0;
  }

  private void tab(int output) {
    if ((output & Termios.XTABS) != Termios.XTABS) {
      send('\t');
      return;
    }
    for (int end = advance(column, '\t'); column < end; ) {
      send(' ');
    }
  }

  private static int upper(int character) {
    return character >= 'a' && character <= 'z' ? character - ('a' - 'A') : character;
  }

  private void send(int character) {
    switch (character) {
      case '\r' -> column = 0;
      case '\b' -> column = Math.max(0, column - 1);
      case '\n' -> {}
      default ->
          column = character < ' ' && character != '\t' ? column : advance(column, character);
    }
    line.accept(character);
  }
}
