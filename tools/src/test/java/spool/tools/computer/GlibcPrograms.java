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
import java.util.stream.Stream;
import spool.emulator.device.FlatTiming;
import spool.emulator.device.MemoryImage;
import spool.userland.Cpio;
import spool.userland.InBoxImage;

/// C programs of the userland compiled with another C library, glibc, to be run both on QEMU's user
/// mode over the host's Linux and on Spool.
///
/// @param folder where executables go
record GlibcPrograms(Path folder) {
  static final Path USERLAND = Path.of("").toAbsolutePath().resolveSibling("userland");

  private static final String COMPILER = "riscv64-linux-gnu-gcc";
  private static final String QEMU = "qemu-riscv64";
  private static final long DISK_BYTES = 1 << 20;

  static void needTools() {
    assumeTrue(isInstalled(COMPILER), COMPILER + " (Debian's gcc-riscv64-linux-gnu) is missing");
    assumeTrue(isInstalled(QEMU), QEMU + " (Debian's qemu-user) is missing");
  }

  private static boolean isInstalled(String tool) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(path -> Files.isExecutable(Path.of(path, tool)));
  }

  /// The programs in the box with a path like `pattern`.
  static List<String> inBox(String pattern) {
    return InBoxImage.open().entries().stream()
        .map(Cpio.Entry::path)
        .filter(path -> path.matches(pattern))
        .toList();
  }

  static Path source(String program) {
    return USERLAND.resolve(program + ".c");
  }

  /// Whether the source says that QEMU's user mode lacks what the program needs.
  static boolean isForSpoolAlone(String program) throws IOException {
    return Files.readString(source(program)).contains("qemu-user: no");
  }

  /// Makes an executable of `program`, a path in the userland without its ending. Products of
  /// doubles are rounded before they are added, as the checksums of benchmarks expect.
  Path compile(String program) throws IOException, InterruptedException {
    Path executable = folder.resolve(program.replace('/', '.'));
    Path source = source(program);
    List<String> command =
        new ArrayList<>(List.of(COMPILER, "-static", "-pthread", "-O2", "-std=gnu17", "-w"));
    command.addAll(List.of("-ffp-contract=off", "-o", executable.toString(), source.toString()));
    if (Files.readString(source).contains("<multiprocessing.h>")) {
      // Only this header is taken from here: the C library's own come first.
      command.add("-idirafter" + USERLAND.resolve("lib/include"));
      command.addAll(multiprocessing());
    }
    command.add("-lm");
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

  /// Begins to run `executable` on QEMU.
  Process startOnQemu(Path executable, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("timeout", "60", QEMU, executable.toString()));
    command.addAll(List.of(arguments));
    return start(command.toArray(String[]::new));
  }

  static GuestRun runOnSpool(Path executable, int harts, String... arguments)
      throws ProgramException {
    GuestProgram program = GuestProgram.ofHost(executable, executable.toString());
    return GuestRun.of(
        Computer.builder()
            .harts(harts)
            .disk(new MemoryImage(DISK_BYTES), FlatTiming.STANDARD)
            .files(program.entries())
            .program(program.path(), List.of(arguments)));
  }

  private Process start(String... command) throws IOException {
    File errors = folder.resolve("stderr").toFile();
    Process process = new ProcessBuilder(command).redirectError(errors).start();
    process.getOutputStream().close();
    return process;
  }
}
