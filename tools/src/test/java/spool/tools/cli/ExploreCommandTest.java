package spool.tools.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `spool explore`.
class ExploreCommandTest {
  @Test
  void everyEndingIsCountedWithARunThatRepeatsIt() {
    CommandRun run =
        CommandRun.of("explore", "--seeds", "3..7", "--scheduler", "mlfq", "sh", "-c", "exit 4");
    assertEquals(1, run.status());
    assertEquals(
        "      5  ended with 4                 first: spool run --harts 4 --seed 3 --scheduler mlfq"
            + " sh -c 'exit 4'\n",
        run.output());
  }

  @Test
  void onlySuccessIsSuccess() {
    assertEquals(0, CommandRun.of("explore", "--seeds", "0..1", "true").status());
  }

  @Test
  void whatComputesForEverIsGivenUp() {
    CommandRun run =
        CommandRun.of(
            "explore",
            "--seeds",
            "1",
            "--seconds",
            "1",
            "--harts",
            "1",
            "sh",
            "-c",
            "while :; do :; done");
    assertEquals(1, run.status());
    assertTrue(run.output().startsWith("      1  not over in the time it had  first: "));
  }

  @Test
  void whatWaitsForEverIsStuck() {
    CommandRun run = CommandRun.of("explore", "--seeds", "1", "sh", "-c", "kill -STOP $$");
    assertTrue(run.output().startsWith("      1  stuck: every process waits   first: "));
  }

  @ParameterizedTest
  @CsvSource({
    "--seeds,5..3,no seed in it",
    "--seeds,some,is no range",
    "--seeds,0..1000000,more than 1000000",
    "--harts,65,65 harts",
    "--seconds,0,--seconds: 0 is not at least 1",
    "--scheduler,best,best"
  })
  void wrongOptionsAreRefusedInOneLine(String option, String value, String message) {
    CommandRun run = CommandRun.of("explore", option, value, "true");
    assertEquals(2, run.status());
    assertEquals(
        1, run.error().lines().filter(line -> line.contains(message)).count(), run.error());
  }
}
