package spool.tools.computer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the programs that use the threads of glibc, which the userland's own library has not: they
/// must do the same on Spool with any number of harts as on QEMU's user mode, or, where that lacks
/// what they need, only succeed.
class ThreadsDualRunTest {
  private static final List<Integer> HARTS = List.of(1, 2, 4, 8);

  @TempDir static Path folder;

  @BeforeAll
  static void needsTools() {
    GlibcPrograms.needTools();
  }

  static List<String> programs() throws IOException {
    try (Stream<Path> sources = Files.list(GlibcPrograms.USERLAND.resolve("glibc"))) {
      return sources
          .map(source -> source.getFileName().toString().replace(".c", ""))
          .map("glibc/"::concat)
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void programDoesTheSameOnSpool(String program) throws Exception {
    GlibcPrograms glibc = new GlibcPrograms(folder);
    Path executable = glibc.compile(program);
    if (GlibcPrograms.isForSpoolAlone(program)) {
      String source = Files.readString(GlibcPrograms.source(program));
      for (int harts : source.contains("one hart") ? List.of(1) : HARTS) {
        GuestRun spool = GlibcPrograms.runOnSpool(executable, harts);
        assertEquals(0, spool.status(), spool.output() + spool.error());
      }
      return;
    }
    Process qemu = glibc.startOnQemu(executable);
    String output = new String(qemu.getInputStream().readAllBytes(), UTF_8);
    int status = qemu.waitFor();
    for (int harts : HARTS) {
      GuestRun spool = GlibcPrograms.runOnSpool(executable, harts);
      assertEquals(output, spool.output(), harts + " harts");
      assertEquals(status, spool.status(), spool.error());
    }
  }
}
