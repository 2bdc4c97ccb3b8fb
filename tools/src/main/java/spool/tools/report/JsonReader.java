package spool.tools.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads JSON (RFC 8259).
final class JsonReader {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
  private static final int DEEPEST = 100;
  private static final int HEX = 16;
  private static final int HEX_DIGITS = 4;
  private static final int FIRST_PRINTABLE = 0x20;

  private final String text;
  private int at;
  private int depth;

  JsonReader(String text) {
    this.text = text;
  }

  /// The one value that the text is.
  JsonValue read() throws JsonException {
    JsonValue value = value("");
    skipSpace();
    if (at < text.length()) {
      throw wrong("nothing more");
    }
    return value;
  }

  private JsonValue value(String place) throws JsonException {
    skipSpace();
    return new JsonValue(
        place,
        switch (peek()) {
          case '{' -> object(place);
          case '[' -> array(place);
          case '"' -> string();
          case 't' -> word("true", true);
          case 'f' -> word("false", false);
          case 'n' -> word("null", JsonValue.Nothing.NULL);
          default -> number();
        });
  }

  private Map<String, JsonValue> object(String place) throws JsonException {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    enter();
    while (!ends('}', members.isEmpty())) {
      skipSpace();
      String name = string();
      skipSpace();
      expect(':');
      members.put(name, value(place.isEmpty() ? name : place + "." + name));
    }
    return members;
  }

  private List<JsonValue> array(String place) throws JsonException {
    List<JsonValue> elements = new ArrayList<>();
    enter();
    while (!ends(']', elements.isEmpty())) {
      elements.add(value(place + "[" + elements.size() + "]"));
    }
    return elements;
  }

  private void enter() throws JsonException {
    at++;
    depth++;
    if (depth > DEEPEST) {
      throw wrong("less depth");
    }
  }

  /// Takes the end of what is enclosed, or the comma before what is not the first in it.
  private boolean ends(char close, boolean isFirst) throws JsonException {
    skipSpace();
    if (peek() == close) {
      at++;
      depth--;
      return true;
    }
    if (!isFirst) {
      expect(',');
    }
    return false;
  }

  private String string() throws JsonException {
    expect('"');
    StringBuilder string = new StringBuilder();
    while (peek() != '"') {
      char next = peek();
      if (next < FIRST_PRINTABLE) {
        throw wrong("the end of a text");
      }
      at++;
      string.append(next == '\\' ? escaped() : next);
    }
    at++;
    return string.toString();
  }

  private char escaped() throws JsonException {
    char kind = peek();
    at++;
    return switch (kind) {
      case '"', '\\', '/' -> kind;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw wrong("one of \"\\/bfnrtu");
    };
  }

  private char unicode() throws JsonException {
    int end = at + HEX_DIGITS;
    if (end > text.length() || !text.substring(at, end).matches("[0-9a-fA-F]{4}")) {
      throw wrong("four hexadecimal digits");
    }
    char character = (char) Integer.parseInt(text.substring(at, end), HEX);
    at = end;
    return character;
  }

  private Object word(String word, Object meaning) throws JsonException {
    if (!text.startsWith(word, at)) {
      throw wrong("a value");
    }
    at += word.length();
    return meaning;
  }

  private Double number() throws JsonException {
    Matcher number = NUMBER.matcher(text).region(at, text.length());
    if (!number.lookingAt()) {
      throw wrong("a value");
    }
    at = number.end();
    return Double.valueOf(number.group());
  }

  private void expect(char character) throws JsonException {
    if (peek() != character) {
      throw wrong("'" + character + "'");
    }
    at++;
  }

  /// The next character, or 0 at the end.
  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private JsonException wrong(String wanted) {
    int end = Math.min(at, text.length());
    long line = text.substring(0, end).chars().filter(each -> each == '\n').count() + 1;
    int column = end - text.lastIndexOf('\n', end - 1);
    return new JsonException("line %d, column %d: expected %s".formatted(line, column, wanted));
  }
}
