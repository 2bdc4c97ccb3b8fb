package spool.userland;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTest {
  @TempDir Path parent;

  @Test
  void isFilledOnce() throws IOException {
    Path first = Cache.folder(parent, "name", folder -> put(folder, "first"));
    Path second = Cache.folder(parent, "name", folder -> put(folder, "second"));
    assertEquals(first, second);
    assertEquals("first", Files.readString(second.resolve("file")));
  }

  @Test
  void failureLeavesNothing() throws IOException {
    Cache.Filler failing =
        folder -> {
          put(folder, "half");
          throw new IOException("full");
        };
    assertThrows(IOException.class, () -> Cache.folder(parent, "name", failing));
    assertEquals(List.of(), files());
  }

  @Test
  void loserOfARaceTakesTheWinnersFiles() throws IOException {
    Cache.Filler overtaken =
        folder -> {
          Cache.folder(parent, "name", other -> put(other, "winner"));
          put(folder, "loser");
        };
    Path folder = Cache.folder(parent, "name", overtaken);
    assertEquals("winner", Files.readString(folder.resolve("file")));
    assertEquals(List.of(folder), files());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(parent)) {
      return files.toList();
    }
  }

  private static void put(Path folder, String text) throws IOException {
    Files.writeString(folder.resolve("file"), text);
  }
}
