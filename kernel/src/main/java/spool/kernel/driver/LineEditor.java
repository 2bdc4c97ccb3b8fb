package spool.kernel.driver;

import java.util.Arrays;
import spool.kernel.abi.Termios;

/// The line that is being typed in canonical mode, and its picture on the screen.
///
/// Erasing undoes on the screen what the echo of a character did: nothing for the later bytes of a
/// UTF-8 character, one column for its first, two for a control character shown as `^X`, and for a
/// tab the columns from where it stood.
final class LineEditor {
  private final OutputProcessor output;
  private byte[] line = new byte[128];
  private int size;
  private int startColumn;

  /// Echoes to `output`.
  LineEditor(OutputProcessor output) {
    this.output = output;
  }

  /// How many bytes have been typed.
  int size() {
    return size;
  }

  /// Adds a byte and echoes it.
  void type(int character, Termios modes) {
    if (size == 0) {
      startColumn = output.column();
    }
    end(character);
    echo(character, modes);
  }

  /// Adds a byte that ends the line, unseen.
  void end(int character) {
    if (size == line.length) {
      line = Arrays.copyOf(line, 2 * size);
    }
    line[size++] = (byte) character;
  }

  /// Takes what has been typed, and begins anew.
  byte[] take() {
    byte[] typed = Arrays.copyOf(line, size);
    size = 0;
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
    if (size > 0) {
      eraseOne(modes);
      echoUnlessErasing(erase, modes);
    }
  }

  /// Erases the last word and what follows it.
  void eraseWord(int erase, Termios modes) {
    boolean isInWord = false;
    while (size > 0 && (!isInWord || isWord(last()))) {
      isInWord |= isWord(last());
      eraseOne(modes);
    }
    echoUnlessErasing(erase, modes);
  }

  /// Erases the whole line; `kill` is the key that asked for it.
  void kill(int kill, Termios modes) {
    int wanted = Termios.ECHOK | Termios.ECHOKE | Termios.ECHOE;
    if ((modes.local() & wanted) == wanted) {
      while (size > 0) {
        eraseOne(modes);
      }
      return;
    }
    size = 0;
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
    for (int index = 0; index < size; index++) {
      echo(Byte.toUnsignedInt(line[index]), modes);
    }
  }

  private void echoUnlessErasing(int key, Termios modes) {
    if ((modes.local() & Termios.ECHOE) == 0) {
      echo(key, modes);
    }
  }

  private int last() {
    return Byte.toUnsignedInt(line[size - 1]);
  }

  private static boolean isWord(int character) {
    return Character.isLetterOrDigit(character) || character == '_' || character >= 0x80;
  }

  private void eraseOne(Termios modes) {
    size--;
    if ((modes.input() & Termios.IUTF8) != 0) {
      while (size > 0 && OutputProcessor.isContinuation(line[size])) {
        size--;
      }
    }
    int wanted = Termios.ECHO | Termios.ECHOE;
    if ((modes.local() & wanted) == wanted) {
      eraseColumns(width(size, modes), modes, line[size] == '\t');
    }
  }

  /// The columns of the character whose first byte is at `index`.
  private int width(int index, Termios modes) {
    int character = Byte.toUnsignedInt(line[index]);
    if (character != '\t') {
      return isShownAsTwo(character, modes) ? 2 : character < ' ' ? 0 : 1;
    }
    int column = startColumn;
    for (int before = 0; before < index; before++) {
      int each = Byte.toUnsignedInt(line[before]);
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
