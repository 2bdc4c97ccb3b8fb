package spool.tools.debug;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The real gdb, as Debian's package `gdb-multiarch` has it.
final class Gdb {
  private static final String NAME = "gdb-multiarch";
  private static final int PATIENCE_SECONDS = 120;

  private Gdb() {}

  /// Skips the test where gdb is not installed.
  static void require() {
    assumeTrue(isInstalled(), NAME + " is not installed");
  }

  private static boolean isInstalled() {
    try {
      return new ProcessBuilder(NAME, "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException absent) {
      return false;
    } catch (InterruptedException interruption) {
      throw new AssertionError(interruption);
    }
  }

  /// What gdb says to `commands`, attached to `port`, with the symbols of `program`.
  static String run(int port, Path program, String... commands)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(NAME, "-nx", "-batch", program.toString()));
    words.addAll(List.of("-ex", "target remote localhost:" + port));
    for (String each : commands) {
      words.addAll(List.of("-ex", each));
    }
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), printed);
    return printed;
  }

  /// Checks that `text` has `parts`, in this order.
  static void assertSays(String text, String... parts) {
    int from = 0;
    for (String part : parts) {
      int found = text.indexOf(part, from);
      assertTrue(found >= 0, "no '" + part + "' in its place in:\n" + text);
      from = found + part.length();
    }
  }
}
