package spool.userland;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InBoxImageTest {
  private static final InBoxImage IMAGE = InBoxImage.open();

  @ParameterizedTest
  @ValueSource(strings = {"bin", "dev", "etc", "examples", "proc", "root", "test", "tmp"})
  void hasTheFolders(String path) {
    assertTrue(IMAGE.find(path).orElseThrow().isFolder());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/init", "/bin/sh", "/bin/ls", "/bin/ps", "/examples/hello"})
  void programsAreExecutables(String path) {
    Cpio.Entry program = IMAGE.find(path).orElseThrow();
    assertEquals(0100755, program.mode());
    assertEquals(0x7f454c46, program.contents().getInt());
  }

  @Test
  void everyExampleHasItsSourceBesideIt() {
    List<String> paths = IMAGE.entries().stream().map(Cpio.Entry::path).toList();
    paths.stream()
        .filter(path -> path.startsWith("examples/") && !path.endsWith(".c"))
        .forEach(path -> assertTrue(paths.contains(path + ".c"), path));
  }

  @Test
  void foldersComeBeforeWhatIsInThem() {
    Set<String> folders = new HashSet<>(List.of(""));
    for (Cpio.Entry entry : IMAGE.entries()) {
      int slash = entry.path().lastIndexOf('/');
      assertTrue(folders.contains(slash < 0 ? "" : entry.path().substring(0, slash)));
      if (entry.isFolder()) {
        folders.add(entry.path());
      }
    }
  }

  /// Program headers (System V ABI, "Program Header"): no segment is writable and executable, and
  /// none shares a page with another.
  @Test
  void segmentsKeepTheirPagesApart() {
    ByteBuffer elf = IMAGE.find("bin/sh").orElseThrow().contents().order(LITTLE_ENDIAN);
    long lastPage = -1;
    for (int i = 0; i < elf.getShort(56); i++) {
      int header = (int) elf.getLong(32) + i * elf.getShort(54);
      if (elf.getInt(header) == 1) {
        long start = elf.getLong(header + 16);
        assertTrue(elf.getInt(header + 4) != 7);
        assertTrue(start >>> 12 > lastPage);
        lastPage = (start + elf.getLong(header + 40) - 1) >>> 12;
      }
    }
    assertTrue(lastPage >= 0x10);
  }
}
