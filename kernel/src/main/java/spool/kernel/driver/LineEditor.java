package spool.kernel.driver;

import java.io.ByteArrayOutputStream;
import spool.kernel.abi.Termios;

/// The line that is being typed in canonical mode, and its picture on the screen.
///
/// Erasing undoes on the screen what the echo of a character did: nothing for the later bytes of a
/// UTF-8 character, one column for its first, two for a control character shown as `^X`, and for a
/// tab the columns from where it stood.
final class LineEditor {
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final OutputProcessor output;
  private int startColumn;

  /// Echoes to `output`.
  LineEditor(OutputProcessor output) {
    this.output = output;
  }

  /// How many bytes have been typed.
  int size() {
    return line.size();
  }

  /// Adds a byte and echoes it.
  void type(int character, Termios modes) {
    if (line.size() == 0) {
      startColumn = output.column();
    }
    line.write(character);
    echo(character, modes);
  }

  /// Adds a byte that ends the line, unseen.
  void end(int character) {
    line.write(character);
  }

  /// Takes what has been typed, and begins anew.
  byte[] take() {
    byte[] typed = line.toByteArray();
    line.reset();
    return typed;
  }

  /// Shows a byte, if the modes want an echo.
  void echo(int character, Termios modes) {
    if ((modes.local() & Termios.ECHO) == 0) {
      return;
    }
    if (isShownAsTwo(character, modes)) {
      output.write('^', modes);
      output.write(character ^ 0x40, modes);
    } else {
      output.write(character, modes);
    }
  }

  private static boolean isShownAsTwo(int character, Termios modes) {
    boolean isControl = character < ' ' && character != '\t' && character != '\n';
    return (isControl || character == 0x7f) && (modes.local() & Termios.ECHOCTL) != 0;
  }

  /// Erases the last character; `erase` is the key that asked for it.
  void erase(int erase, Termios modes) {
    if (line.size() > 0) {
      eraseOne(modes);
      echoUnlessErasing(erase, modes);
    }
  }

  /// Erases the last word and what follows it.
  void eraseWord(int erase, Termios modes) {
    boolean isInWord = false;
    while (line.size() > 0 && (!isInWord || isWord(last()))) {
      isInWord |= isWord(last());
      eraseOne(modes);
    }
    echoUnlessErasing(erase, modes);
  }

  /// Erases the whole line; `kill` is the key that asked for it.
  void kill(int kill, Termios modes) {
    int wanted = Termios.ECHOK | Termios.ECHOKE | Termios.ECHOE;
    if ((modes.local() & wanted) == wanted) {
      while (line.size() > 0) {
        eraseOne(modes);
      }
      return;
    }
    line.reset();
    echo(kill, modes);
    if ((modes.local() & Termios.ECHOK) != 0) {
      echo('\n', modes);
    }
  }

  /// Shows the line once more, below.
  void reprint(int reprint, Termios modes) {
    echo(reprint, modes);
    echo('\n', modes);
    startColumn = output.column();
    for (byte each : line.toByteArray()) {
      echo(Byte.toUnsignedInt(each), modes);
    }
  }

  private void echoUnlessErasing(int key, Termios modes) {
    if ((modes.local() & Termios.ECHOE) == 0) {
      echo(key, modes);
    }
  }

  private int last() {
    byte[] bytes = line.toByteArray();
    return Byte.toUnsignedInt(bytes[bytes.length - 1]);
  }

  private static boolean isWord(int character) {
    return Character.isLetterOrDigit(character) || character == '_' || character >= 0x80;
  }

  private void eraseOne(Termios modes) {
    byte[] bytes = line.toByteArray();
    int start = bytes.length - 1;
    if ((modes.input() & Termios.IUTF8) != 0) {
      while (start > 0 && OutputProcessor.isContinuation(bytes[start])) {
        start--;
      }
    }
    line.reset();
    line.write(bytes, 0, start);
    int wanted = Termios.ECHO | Termios.ECHOE;
    if ((modes.local() & wanted) == wanted) {
      eraseColumns(width(bytes, start, modes), modes, bytes[start] == '\t');
    }
  }

  private int width(byte[] bytes, int index, Termios modes) {
    int character = Byte.toUnsignedInt(bytes[index]);
    if (character != '\t') {
      return isShownAsTwo(character, modes) ? 2 : character < ' ' ? 0 : 1;
    }
    int column = startColumn;
    for (int before = 0; before < index; before++) {
      int each = Byte.toUnsignedInt(bytes[before]);
      column = isShownAsTwo(each, modes) ? column + 2 : OutputProcessor.advance(column, each);
    }
    return OutputProcessor.advance(column, '\t') - column;
  }

  private void eraseColumns(int columns, Termios modes, boolean isBlank) {
    for (int i = 0; i < columns; i++) {
      output.write('\b', modes);
      if (!isBlank) {
        output.write(' ', modes);
        output.write('\b', modes);
      }
    }
  }
}
