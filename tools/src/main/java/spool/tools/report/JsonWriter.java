package spool.tools.report;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// Writes JSON (RFC 8259), indented by two spaces, members in the order of the calls.
public final class JsonWriter {
  private static final int FIRST_PRINTABLE = 0x20;

  private final StringBuilder out = new StringBuilder();
  private String indent = "\n";
  private boolean isFirst = true;

  /// Writes an object whose members `members` writes.
  public JsonWriter object(Runnable members) {
    return nested('{', members, '}');
  }

  /// Writes an array whose elements `elements` writes.
  public JsonWriter array(Runnable elements) {
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
  public JsonWriter element() {
    if (!isFirst) {
      out.append(',');
    }
    out.append(indent);
    isFirst = false;
    return this;
  }

  /// Begins a member of an object; its value follows.
  public JsonWriter name(String name) {
    element();
    quote(name);
    out.append(": ");
    return this;
  }

  /// Writes a member that is a text.
  public void member(String name, String value) {
    name(name).quote(value);
  }

  /// Writes a member that is a whole number.
  public void member(String name, long value) {
    name(name).out.append(value);
  }

  /// Writes a member that is a number, to six decimals.
  public void member(String name, double value) {
    name(name).out.append(Decimal.plain(value));
  }

  /// Writes a member that is true or false.
  public void member(String name, boolean value) {
    name(name).out.append(value);
  }

  /// Writes a member that is an array of texts.
  public void texts(String name, List<String> values) {
    name(name).array(() -> values.forEach(value -> element().quote(value)));
  }

  /// Writes a member that is an array of numbers, to six decimals, in one line.
  public void numbers(String name, List<Double> values) {
    name(name)
        .out
        .append(values.stream().map(Decimal::plain).collect(Collectors.joining(", ", "[", "]")));
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
