package spool.tools.computer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Compiles the benchmarks with another compiler and another C library, and runs each for a moment
/// on QEMU's user mode and on Spool: both must print the checksum that the program knows.
class BenchDualRunTest {
  private static final String TIMES = "3";

  @TempDir static Path folder;

  @BeforeAll
  static void needsTools() {
    GlibcPrograms.needTools();
  }

  static List<String> programs() {
    return GlibcPrograms.inBox("bench/[a-z_]+");
  }

  @ParameterizedTest
  @MethodSource("programs")
  void benchmarkDoesTheSameOnSpool(String program) throws Exception {
    GlibcPrograms glibc = new GlibcPrograms(folder);
    Path executable = glibc.compile(program);
    GuestRun spool = GlibcPrograms.runOnSpool(executable, 1, TIMES);
    assertEquals(0, spool.status(), spool.output() + spool.error());
    if (!GlibcPrograms.isForSpoolAlone(program)) {
      Process qemu = glibc.startOnQemu(executable, TIMES);
      assertEquals(new String(qemu.getInputStream().readAllBytes(), UTF_8), spool.output());
      assertEquals(0, qemu.waitFor());
    }
  }
}
