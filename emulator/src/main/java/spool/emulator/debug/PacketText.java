package spool.emulator.debug;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.HexFormat;

/// The text of a packet, read from left to right. What is not as expected throws
/// [RefusedException].
final class PacketText {
  private final String text;
  private int at;

  PacketText(String text) {
    this.text = text;
  }

  /// Whether nothing is left.
  boolean isOver() {
    return at == text.length();
  }

  /// Passes over `expected` if it is next, and says whether it was.
  boolean take(String expected) {
    boolean found = text.startsWith(expected, at);
    at += found ? expected.length() : 0;
    return found;
  }

  /// Passes over `expected`.
  void require(String expected) {
    if (!take(expected)) {
      throw new RefusedException("no '%s' at %d of '%s'".formatted(expected, at, text));
    }
  }

  /// The next character.
  char next() {
    if (isOver()) {
      throw new RefusedException("'%s' is too short".formatted(text));
    }
    return text.charAt(at++);
  }

  /// All that is left.
  String rest() {
    String rest = text.substring(at);
    at = text.length();
    return rest;
  }

  /// What is left before `end`, which is passed over, or all of it if there is none.
  String until(char end) {
    int found = text.indexOf(end, at);
    if (found < 0) {
      return rest();
    }
    String part = text.substring(at, found);
    at = found + 1;
    return part;
  }

  /// A number of up to 16 hexadecimal digits.
  long number() {
    int start = at;
    while (!isOver() && HexFormat.isHexDigit(text.charAt(at))) {
      at++;
    }
    if (at == start || at - start > 2 * Long.BYTES) {
      throw new RefusedException("no number at %d of '%s'".formatted(start, text));
    }
    return HexFormat.fromHexDigitsToLong(text, start, at);
  }

  /// A number that cannot be below 0 nor exceed that of an array's elements.
  int size() {
    long value = number();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new RefusedException("a size of " + value);
    }
    return (int) value;
  }

  /// The number of a thread; -1 for all, 0 for any.
  int thread() {
    return take("-1") ? Move.EVERY_THREAD : size();
  }

  /// All that is left, two digits for a byte.
  byte[] bytes() {
    String digits = rest();
    try {
      return HexFormat.of().parseHex(digits);
    } catch (IllegalArgumentException _) {
      throw new RefusedException("no bytes: '%s'".formatted(digits));
    }
  }

  /// All that is left, as it is.
  byte[] raw() {
    return rest().getBytes(ISO_8859_1);
  }
}
