package spool.tools.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;

/// Pieces of HTML that is well-formed XML too.
final class Html {
  private Html() {}

  /// `text` as content or as the value of an attribute in double quotes.
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace("\"", "&quot;")
        .replaceAll("[\\p{Cntrl}\\x{FFFE}\\x{FFFF}]", "?");
  }

  /// `text` as content that may be broken into lines behind its commas.
  static String breakable(String text) {
    return escape(text).replace(",", ",<wbr/>");
  }

  /// The key of a legend: a patch of the kind `kind` with its meaning.
  static String key(String kind, String meaning) {
    return "<span><span class=\"key %s\"></span>%s</span>".formatted(kind, escape(meaning));
  }

  /// A table with a caption; values are text, those from the column `firstNumber` on numbers.
  static String table(
      String caption, int firstNumber, List<String> columns, List<List<String>> rows) {
    StringBuilder head = new StringBuilder();
    for (int column = 0; column < columns.size(); column++) {
      String open =
          column < firstNumber ? "<th scope=\"col\" class=\"text\">" : "<th scope=\"col\">";
      head.append(open).append(escape(columns.get(column))).append("</th>");
    }
    String body = rows.stream().map(row -> row(row, firstNumber)).collect(Collectors.joining("\n"));
    return """
        <div class="scroll"><table>
        <caption><span>%s</span></caption>
        <thead><tr>%s</tr></thead>
        <tbody>
        %s
        </tbody>
        </table></div>
        """
        .formatted(escape(caption), head, body);
  }

  private static String row(List<String> values, int firstNumber) {
    StringBuilder out = new StringBuilder("<tr>");
    for (int column = 0; column < values.size(); column++) {
      String open = column < firstNumber ? "<td class=\"text\">" : "<td>";
      out.append(open).append(escape(values.get(column))).append("</td>");
    }
    return out.append("</tr>").toString();
  }

  /// The text of the file `name` beside this class.
  static String resource(String name) {
    try (InputStream file = Html.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException("the program lacks its file " + name);
      }
      return new String(file.readAllBytes(), UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
