package spool.tools.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonReaderTest {
  private static String problem(String text) {
    return String.valueOf(
        assertThrows(JsonException.class, () -> JsonValue.parse(text)).getMessage());
  }

  @Test
  void readsEveryKindOfValue() throws JsonException {
    JsonValue root =
        JsonValue.parse(" {\"a\": [1, -2.5e3, \"\\u00e4\\n\\\"\"], \"b\": {}, \"c\": true}\n");
    List<JsonValue> elements = root.member("a").elements();
    assertEquals(1, elements.get(0).number());
    assertEquals(-2500, elements.get(1).number());
    assertEquals("ä\n\"", elements.get(2).text());
    assertEquals(0, root.member("b").texts().size());
    assertEquals(true, root.member("c").flag());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``         | line 1, column 1: expected a value",
        "[1, 2      | line 1, column 6: expected ','",
        "[1,]       | line 1, column 4: expected a value",
        "[01]       | line 1, column 3: expected ','",
        "{\"a\" 1}  | line 1, column 6: expected ':'",
        "{a: 1}     | line 1, column 2: expected '\"'",
        "[nul]      | line 1, column 2: expected a value",
        "\"ab       | line 1, column 4: expected the end of a text",
        "\"\\x\"    | line 1, column 4: expected one of \"\\/bfnrtu",
        "\"\\u12\"  | line 1, column 4: expected four hexadecimal digits",
        "1 2        | line 1, column 3: expected nothing more",
      })
  void saysWhereATextIsNoJson(String text, String message) {
    assertEquals(message, problem(text));
  }

  @Test
  void countsLines() {
    assertEquals("line 3, column 2: expected ','", problem("[\n1\n 2]"));
  }

  @Test
  void doesNotFollowATextWithoutEnd() {
    assertEquals("line 1, column 102: expected less depth", problem("[".repeat(1_000_000)));
  }

  @Test
  void saysWhichValueIsNotWhatItShouldBe() throws JsonException {
    JsonValue root = JsonValue.parse("{\"a\": [{\"b\": 1}]}");
    JsonValue element = root.member("a").elements().get(0);
    assertEquals(
        "a[0] has no member 'c'",
        assertThrows(JsonException.class, () -> element.member("c")).getMessage());
    assertEquals(
        "a[0].b is not a text",
        assertThrows(JsonException.class, () -> element.member("b").text()).getMessage());
    assertEquals(
        "the file is not an array", assertThrows(JsonException.class, root::elements).getMessage());
  }
}
