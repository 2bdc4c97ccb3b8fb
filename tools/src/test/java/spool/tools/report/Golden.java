package spool.tools.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;

/// Files that hold what a report is to be.
final class Golden {
  private Golden() {}

  /// Fails unless `actual` is what the file `name` holds.
  static void assertIs(String name, String actual) {
    assertEquals(expected(name), actual, "the report differs from " + name);
  }

  private static String expected(String name) {
    try (InputStream file = Golden.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new NoSuchFileException(name);
      }
      return new String(file.readAllBytes(), UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
