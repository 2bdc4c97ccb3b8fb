package spool.tools.computer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Compiles the C programs with another C library, glibc, and runs each executable both on QEMU's
/// user mode over the host's Linux and on Spool: what it prints and how it ends must be the same.
///
/// A program whose source says `qemu-user: no` needs what QEMU's user mode lacks, and so must only
/// succeed here.
class DualRunTest {
  private static final int HARTS = 2;

  /// Programs whose output rightly differs from run to run, with the reason: of these only the
  /// status is compared.
  private static final Map<String, String> VARYING =
      Map.of(
          "examples/hello", "it prints its PID",
          "examples/start", "it prints PIDs",
          "examples/join_ten", "it prints PIDs, and its children run in any order",
          "examples/process_class", "its two children take turns in any order",
          "examples/daemon", "the number of beats depends on how busy the machine is");

  @TempDir static Path folder;

  @BeforeAll
  static void needsTools() {
    GlibcPrograms.needTools();
  }

  static List<String> programs() {
    return GlibcPrograms.inBox("(examples|test)/[a-z_]+");
  }

  @ParameterizedTest
  @MethodSource("programs")
  void programDoesTheSameOnSpool(String program) throws Exception {
    GlibcPrograms glibc = new GlibcPrograms(folder);
    Path executable = glibc.compile(program);
    if (GlibcPrograms.isForSpoolAlone(program)) {
      GuestRun spool = GlibcPrograms.runOnSpool(executable, HARTS);
      assertEquals(0, spool.status(), spool.output() + spool.error());
      return;
    }
    Process qemu = glibc.startOnQemu(executable);
    GuestRun spool = GlibcPrograms.runOnSpool(executable, HARTS);
    String output = new String(qemu.getInputStream().readAllBytes(), UTF_8);
    if (!VARYING.containsKey(program)) {
      assertEquals(output, spool.output());
    }
    assertEquals(qemu.waitFor(), spool.status(), spool.output() + spool.error());
  }
}
