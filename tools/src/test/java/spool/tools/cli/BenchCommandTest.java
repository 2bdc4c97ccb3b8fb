package spool.tools.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import spool.tools.bench.Bench;

class BenchCommandTest {
  @TempDir Path folder;

  private static void rejects(String message, String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertEquals(ExitStatus.USAGE, run.status());
    assertTrue(run.error().startsWith("spool: " + message), run.error());
    assertEquals(1, run.error().lines().count(), run.error());
  }

  @Test
  void helpNamesEverythingThatCanBeMeasured() {
    String help = CommandRun.of("bench", "--help").output();
    Bench.names().forEach(name -> assertTrue(help.matches("(?s).*\\b" + name + "\\b.*"), name));
  }

  @Test
  void thereMustBeARound() {
    rejects("--rounds: 0 is not at least 1", "bench", "--rounds", "0");
  }

  @Test
  void namesAreChecked() {
    rejects("--only: there is no 'mixx'; there are branches chase ", "bench", "--only", "mixx");
  }

  @Test
  void olderResultsAreReadBeforeAnythingIsMeasured() throws IOException {
    Path file = folder.resolve("old.json");
    rejects("--compare: cannot read " + file, "bench", "--compare", file.toString());
    Files.writeString(file, "{\"version\": 1,\n");
    rejects(
        "--compare: " + file + " has no results of spool bench: line 2, column 1: expected '\"'",
        "bench",
        "--compare",
        file.toString());
    Files.writeString(file, "{\"version\": 2}");
    rejects(
        "--compare: " + file + " has no results of spool bench: version is not 1",
        "bench",
        "--compare",
        file.toString());
  }
}
