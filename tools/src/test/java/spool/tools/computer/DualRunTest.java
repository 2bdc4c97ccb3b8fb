package spool.tools.computer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import spool.emulator.device.FlatTiming;
import spool.emulator.device.MemoryImage;
import spool.userland.Cpio;
import spool.userland.InBoxImage;

/// Compiles the C programs with another C library, glibc, and runs each executable both on QEMU's
/// user mode over the host's Linux and on Spool: what it prints and how it ends must be the same.
///
/// A program whose source says `qemu-user: no` needs what QEMU's user mode lacks, and so must only
/// succeed here.
class DualRunTest {
  private static final Path USERLAND = Path.of("").toAbsolutePath().resolveSibling("userland");
  private static final String COMPILER = "riscv64-linux-gnu-gcc";
  private static final String QEMU = "qemu-riscv64";
  private static final long DISK_BYTES = 1 << 20;

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
    assumeTrue(isInstalled(COMPILER), COMPILER + " (Debian's gcc-riscv64-linux-gnu) is missing");
    assumeTrue(isInstalled(QEMU), QEMU + " (Debian's qemu-user) is missing");
  }

  private static boolean isInstalled(String tool) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(path -> Files.isExecutable(Path.of(path, tool)));
  }

  static List<String> programs() {
    return InBoxImage.open().entries().stream()
        .map(Cpio.Entry::path)
        .filter(path -> path.matches("(examples|test)/[a-z_]+"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void programDoesTheSameOnSpool(String program) throws Exception {
    Path executable = compile(program);
    if (Files.readString(source(program)).contains("qemu-user: no")) {
      GuestRun spool = runOnSpool(executable);
      assertEquals(0, spool.status(), spool.output() + spool.error());
      return;
    }
    Process qemu = start("timeout", "60", QEMU, executable.toString());
    GuestRun spool = runOnSpool(executable);
    String output = new String(qemu.getInputStream().readAllBytes(), UTF_8);
    if (!VARYING.containsKey(program)) {
      assertEquals(output, spool.output());
    }
    assertEquals(qemu.waitFor(), spool.status(), spool.output() + spool.error());
  }

  private static Path source(String program) {
    return USERLAND.resolve(program + ".c");
  }

  private static Path compile(String program) throws IOException, InterruptedException {
    Path executable = folder.resolve(program.replace('/', '.'));
    Path source = source(program);
    List<String> command = new ArrayList<>(List.of(COMPILER, "-static", "-O2", "-std=gnu17", "-w"));
    command.addAll(List.of("-o", executable.toString(), source.toString()));
    if (Files.readString(source).contains("<multiprocessing.h>")) {
      // Only this header is taken from here: the C library's own come first.
      command.add("-idirafter" + USERLAND.resolve("lib/include"));
      command.addAll(multiprocessing());
    }
    Process compiler = start(command.toArray(String[]::new));
    String messages = new String(compiler.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, compiler.waitFor(), messages);
    return executable;
  }

  /// The sources of the library's part that programs of another C library need too.
  private static List<String> multiprocessing() throws IOException {
    try (Stream<Path> sources = Files.list(USERLAND.resolve("lib/src"))) {
      return sources
          .filter(source -> source.getFileName().toString().matches("multiprocessing.*\\.c"))
          .map(Path::toString)
          .sorted()
          .toList();
    }
  }

  private static GuestRun runOnSpool(Path executable) throws ProgramException {
    GuestProgram program = GuestProgram.ofHost(executable, executable.toString());
    return GuestRun.of(
        Computer.builder()
            .harts(2)
            .disk(new MemoryImage(DISK_BYTES), FlatTiming.STANDARD)
            .files(program.entries())
            .program(program.path(), List.of()));
  }

  private static Process start(String... command) throws IOException {
    File errors = folder.resolve("stderr").toFile();
    Process process = new ProcessBuilder(command).redirectError(errors).start();
    process.getOutputStream().close();
    return process;
  }
}
