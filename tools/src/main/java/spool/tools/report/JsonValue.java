package spool.tools.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A value of JSON. Those who read one ask for what it should be, and get an exception that names
/// what they asked if it is not.
///
/// @param place where it is, as `figures[2].unit`, for messages
/// @param content a `String`, a `Double`, a `Boolean`, a `List` or a `Map` of values, or
///   [Nothing#NULL]
public record JsonValue(String place, Object content) {
  /// The content of `null`.
  enum Nothing {
    NULL
  }

  /// Reads a text that is one value (RFC 8259).
  ///
  /// @throws JsonException if it is not
  public static JsonValue parse(String text) throws JsonException {
    return new JsonReader(text).read();
  }

  /// The member of an object with this name.
  public JsonValue member(String name) throws JsonException {
    if (!(content instanceof Map<?, ?> members)) {
      throw unexpected("an object");
    }
    if (!(members.get(name) instanceof JsonValue value)) {
      throw new JsonException(here() + " has no member '" + name + "'");
    }
    return value;
  }

  /// The members of an object that are texts, in their order.
  public Map<String, String> texts() throws JsonException {
    if (!(content instanceof Map<?, ?> members)) {
      throw unexpected("an object");
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (Object name : members.keySet()) {
      texts.put(name.toString(), member(name.toString()).text());
    }
    return texts;
  }

  /// The elements of an array.
  public List<JsonValue> elements() throws JsonException {
    if (!(content instanceof List<?> elements)) {
      throw unexpected("an array");
    }
    return elements.stream().map(JsonValue.class::cast).toList();
  }

  /// A text.
  public String text() throws JsonException {
    if (!(content instanceof String text)) {
      throw unexpected("a text");
    }
    return text;
  }

  /// A number.
  public double number() throws JsonException {
    if (!(content instanceof Double number)) {
      throw unexpected("a number");
    }
    return number;
  }

  /// True or false.
  public boolean flag() throws JsonException {
    if (!(content instanceof Boolean flag)) {
      throw unexpected("true or false");
    }
    return flag;
  }

  private JsonException unexpected(String wanted) {
    return new JsonException(here() + " is not " + wanted);
  }

  private String here() {
    return place.isEmpty() ? "the file" : place;
  }
}
