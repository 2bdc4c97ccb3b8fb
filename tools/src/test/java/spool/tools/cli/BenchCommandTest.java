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
  void resultsAreShownAgain() throws IOException {
    Path file = folder.resolve("old.json");
    Path chart = folder.resolve("chart.svg");
    Files.writeString(
        file,
        """
        {"version": 1, "host": {"processors": "2"}, "notes": ["none"], "figures": [],
          "measurements": [
            {"workload": "mix", "contender": "translated", "times": 3,
              "processor": [2, 2, 2], "elapsed": [2, 2, 2]},
            {"workload": "mix", "contender": "qemu-riscv64", "times": 3,
              "processor": [3, 3, 3], "elapsed": [3, 3, 3]}]}
        """);
    CommandRun run =
        CommandRun.of(
            "bench",
            "--show",
            file.toString(),
            "--compare",
            file.toString(),
            "--chart",
            chart.toString());
    assertEquals(0, run.status(), run.error());
    assertTrue(run.output().startsWith("processors: 2\nnote: none\n"), run.output());
    assertTrue(
        run.output().matches("(?s).*mix to qemu-riscv64 +>= 1.00 +1.50 +met\n.*"), run.output());
    assertTrue(
        run.output()
            .endsWith(
                "0 worse, 0 better, 2 within the noise, 0 with too few rounds to know, 0 with other amounts of work\n"),
        run.output());
    assertTrue(Files.readString(chart).contains(">mix</text>"));
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
    rejects(
        "--show: " + file + " has no results of spool bench: line 2, column 1: expected '\"'",
        "bench",
        "--show",
        file.toString());
    Files.writeString(file, "{\"version\": 2}");
    rejects(
        "--compare: " + file + " has no results of spool bench: version is not 1",
        "bench",
        "--compare",
        file.toString());
  }
}
