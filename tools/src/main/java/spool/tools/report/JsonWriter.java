package spool.tools.report;

import java.util.OptionalInt;
import java.util.OptionalLong;

/// Writes JSON (RFC 8259), indented by two spaces, members in the order of the calls.
final class JsonWriter {
  private static final int FIRST_PRINTABLE = 0x20;

  private final StringBuilder out = new StringBuilder();
  private String indent = "\n";
  private boolean isFirst = true;

  /// Writes an object whose members `members` writes.
  JsonWriter object(Runnable members) {
    return nested('{', members, '}');
  }

  /// Writes an array whose elements `elements` writes.
  JsonWriter array(Runnable elements) {
    return nested('[', elements, ']');
  }

  private JsonWriter nested(char open, Runnable contents, char close) {
    out.append(open);
    String outer = indent;
    indent += "  ";
    isFirst = true;
    contents.run();
    indent = outer;
    if (!isFirst) {
      out.append(indent);
    }
    out.append(close);
    isFirst = false;
    return this;
  }

  /// Begins an element of an array.
  JsonWriter element() {
    if (!isFirst) {
      out.append(',');
    }
    out.append(indent);
    isFirst = false;
    return this;
  }

  /// Begins a member of an object; its value follows.
  JsonWriter name(String name) {
    element();
    quote(name);
    out.append(": ");
    return this;
  }

  void member(String name, String value) {
    name(name).quote(value);
  }

  void member(String name, long value) {
    name(name).out.append(value);
  }

  void member(String name, double value) {
    name(name).out.append(Decimal.plain(value));
  }

  void member(String name, OptionalLong value) {
    name(name).out.append(value.isPresent() ? Long.toString(value.getAsLong()) : "null");
  }

  void member(String name, OptionalInt value) {
    name(name).out.append(value.isPresent() ? Integer.toString(value.getAsInt()) : "null");
  }

  private void quote(String text) {
    out.append(quoted(text));
  }

  /// `text` as a JSON string.
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars().forEach(each -> quoted.append(escaped(each)));
    return quoted.append('"').toString();
  }

  private static String escaped(int character) {
    if (character == '"' || character == '\\') {
      return "\\" + (char) character;
    }
    boolean isPlain = character >= FIRST_PRINTABLE && !Character.isSurrogate((char) character);
    return isPlain ? Character.toString(character) : "\\u%04x".formatted(character);
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
