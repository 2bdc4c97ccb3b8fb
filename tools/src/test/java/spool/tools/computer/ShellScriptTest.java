package spool.tools.computer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Scripts, given to a booted shell as its standard input. What each prints, and the status after
/// it, is in the file `NAME.out` beside it; POSIX defines it, and so another shell prints the same.
class ShellScriptTest {
  private static final Path SCRIPTS =
      Path.of("src/test/resources/spool/tools/computer/sh").toAbsolutePath();
  private static final String OTHER_SHELL = "dash";

  static List<String> scripts() throws IOException {
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".sh"))
          .sorted()
          .toList();
    }
  }

  private static String expected(String script) throws IOException {
    return Files.readString(SCRIPTS.resolve(script.replace(".sh", ".out")));
  }

  private static GuestRun run(String script) {
    return GuestRun.of(Computer.builder().script(), script);
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void scriptPrintsWhatIsExpected(String script) throws IOException {
    GuestRun run = run(Files.readString(SCRIPTS.resolve(script)));
    String result = run.output() + "status " + run.status() + "\n";
    assertEquals(expected(script), result, run.error());
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void anotherShellPrintsTheSame(String script) throws IOException, InterruptedException {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, OTHER_SHELL))),
        OTHER_SHELL + " is not installed");
    Process process =
        new ProcessBuilder(OTHER_SHELL)
            .redirectInput(SCRIPTS.resolve(script).toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(expected(script), output + "status " + process.waitFor() + "\n");
  }

  static List<Arguments> wrongScripts() {
    return List.of(
        Arguments.of("echo a; fi", 1, "'fi'"),
        Arguments.of("if true; then\n; fi", 2, "';'"),
        Arguments.of("for 1 in a", 1, "'1'"),
        Arguments.of("echo a\necho $(echo", 2, "end of input"),
        Arguments.of("echo 'open\n\n", 1, "end of input"),
        Arguments.of("case a in b) echo\necho c", 2, "end of input"),
        Arguments.of("cat <\n", 1, "end of line"),
        Arguments.of("f() echo a", 1, "'echo'"),
        Arguments.of("cat <<E\n$(echo\nE\n", 2, "end of input"));
  }

  @ParameterizedTest
  @MethodSource("wrongScripts")
  void syntaxErrorEndsAScriptWithOneLine(String script, int line, String unexpected) {
    GuestRun run = run(script);
    assertEquals(
        "sh: line " + line + ": syntax error: unexpected " + unexpected + "\n", run.error());
    assertEquals(2, run.status());
  }

  @Test
  void errorInAnExpansionEndsAScriptWithOneLine() {
    GuestRun division = run("echo $((1 / 0))\necho never\n");
    assertEquals("", division.output());
    assertEquals("sh: arithmetic: division by zero\n", division.error());
    assertEquals(2, division.status());
    GuestRun missing = run("set -u\necho $nonesuch\necho never\n");
    assertEquals("sh: nonesuch: not set\n", missing.error());
    assertEquals(2, missing.status());
  }
}
