package spool.userland;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the C programs on another implementation of Linux for riscv64, QEMU's user mode, to show
/// that they and the C library keep to Linux's conventions.
///
/// A program whose source says `qemu-user: no` needs what that lacks, and is left to the kernel's
/// tests.
class UserlandTest {
  private static final InBoxImage IMAGE = InBoxImage.open();
  private static final Path SOURCES = Path.of("").toAbsolutePath();

  @TempDir static Path folder;

  private record Result(int status, String output) {}

  @BeforeAll
  static void needsQemu() {
    boolean found =
        Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator, -1))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "qemu-riscv64")));
    assumeTrue(found, "qemu-riscv64 (Debian's qemu-user) is not installed");
  }

  static List<String> programs() throws IOException {
    List<String> programs = new ArrayList<>();
    for (Cpio.Entry entry : IMAGE.entries()) {
      if (entry.path().matches("(examples|test)/[a-z_]+") && runsOnQemu(entry.path())) {
        programs.add(entry.path());
      }
    }
    return programs;
  }

  private static boolean runsOnQemu(String program) throws IOException {
    return !Files.readString(SOURCES.resolve(program + ".c")).contains("qemu-user: no");
  }

  @ParameterizedTest
  @MethodSource("programs")
  void programChecksItself(String program) throws IOException, InterruptedException {
    Result result = run("", program);
    assertEquals(0, result.status(), result.output());
  }

  @Test
  void shellRunsAScript() throws IOException, InterruptedException {
    String script =
        """
        x=5; for i in a b "c d"; do echo "$i$x"; done
        false || { echo or; (exit 3); echo $?; }
        while test $x != 7; do x=7; done; echo $x '$x' "\\$x"
        exit 9
        """;
    Result result = run(script, "bin/sh");
    assertEquals("a5\nb5\nc d5\nor\n3\n7 $x $x\n", result.output());
    assertEquals(9, result.status());
  }

  @Test
  void shellTellsWhatItCannotRun() throws IOException, InterruptedException {
    Result result = run("nonesuch\necho $?\n/tmp\necho $?\necho 'open\n", "bin/sh");
    assertTrue(result.output().contains("sh: nonesuch: command not found\n127\n"));
    assertTrue(result.output().contains("sh: /tmp: Permission denied\n126\n"));
    assertTrue(result.output().contains("unexpected end of input"));
    assertEquals(2, result.status());
  }

  @Test
  void toolsFilterText() throws IOException, InterruptedException {
    assertEquals("3\n1\n", run("1\n3\n", "bin/sort", "-rn").output());
    assertEquals("b1\n", run("a\nb1\n", "bin/grep", "^b[0-9]$").output());
    assertEquals("      2       3      10\n", run("one two\nx\n", "bin/wc").output());
    assertEquals("2\n4\n", run("", "bin/seq", "2", "2", "5").output());
  }

  /// Runs a program of the image with text as its standard input.
  private static Result run(String input, String program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("timeout", "60", "qemu-riscv64"));
    command.add(extracted(program).toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().write(input.getBytes(UTF_8));
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return new Result(process.exitValue(), output);
  }

  private static Path extracted(String program) throws IOException {
    Path file = folder.resolve(program);
    if (!Files.exists(file)) {
      Files.createDirectories(file.getParent());
      ByteBuffer contents = IMAGE.find(program).orElseThrow().contents();
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        channel.write(contents);
      }
      assertTrue(file.toFile().setExecutable(true));
    }
    return file;
  }
}
