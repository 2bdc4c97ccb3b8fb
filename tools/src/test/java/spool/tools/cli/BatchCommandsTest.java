package spool.tools.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// `spool batch` and `spool compare`.
class BatchCommandsTest {
  private static final String DECK = "$JOB ONE\n$RUN echo one\n$JOB TWO\n$RUN echo two\n";

  @TempDir Path folder;

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void batchPrintsListingsAccountAndChart() throws IOException {
    CommandRun run = CommandRun.of("batch", file("my.job", DECK));
    assertEquals(0, run.status(), run.error());
    assertTrue(run.output().startsWith("JOB 1 ONE\n  $JOB ONE\n  $RUN echo one\none\n"));
    assertTrue(run.output().contains("batch, fcfs, 1 hart, seed 0"), run.output());
    assertTrue(run.output().contains("B 2 TWO"), run.output());
  }

  @Test
  void aJobThatFailsIsAStatus() throws IOException {
    assertEquals(1, CommandRun.of("batch", file("my.job", "$JOB A\n$RUN false\n")).status());
    assertEquals(1, CommandRun.of("batch", file("my.job", "$JOB A\n")).status());
  }

  @Test
  void aJobThatKillsTheMonitorIsTold() throws IOException {
    CommandRun run = CommandRun.of("batch", file("my.job", "$JOB A\n$RUN sh -c \"kill -9 -1\"\n"));
    assertEquals(1, run.status());
    assertTrue(run.error().contains("the monitor ended with status 137"), run.error());
  }

  @Test
  void aModeOfTheUsersIsAFile() throws IOException {
    String mode = file("mine.properties", "degree = 2\nspool-ahead = true\nscheduler = sjf\n");
    CommandRun run = CommandRun.of("batch", "--mode", mode, file("my.job", DECK));
    assertEquals(0, run.status(), run.error());
    assertTrue(run.output().contains("mine, sjf, 1 hart, seed 0"), run.output());
  }

  @Test
  void compareRunsEveryCombinationAndWritesReports() throws IOException {
    Path json = folder.resolve("out.json");
    Path csv = folder.resolve("out.csv");
    Path html = folder.resolve("out.html");
    CommandRun run =
        CommandRun.of(
            "compare",
            "--schedulers",
            "fcfs,mlfq:levels=3,boost=1s,rr",
            "--harts",
            "1,2",
            "--quantum",
            "2ms",
            "--json",
            json.toString(),
            "--csv",
            csv.toString(),
            "--html",
            html.toString(),
            file("my.job", DECK));
    assertEquals(0, run.status(), run.error());
    List<String> rows = Files.readAllLines(csv);
    assertEquals(7, rows.size());
    assertTrue(rows.get(1).startsWith("timesharing,fcfs,1,0,"), rows.get(1));
    assertTrue(
        rows.get(4).startsWith("timesharing,\"mlfq:levels=3,boost=1s,quantum=2ms\",2,0,"),
        rows.get(4));
    assertTrue(rows.get(5).startsWith("timesharing,rr:quantum=2ms,1,0,"), rows.get(5));
    assertTrue(Files.readString(json).startsWith("["));
    assertTrue(Files.readString(html).startsWith("<!DOCTYPE html>"));
  }

  /// Wrong command lines, each with its message.
  static List<Arguments> wrong() {
    return List.of(
        Arguments.of(List.of("batch", "nothing.job"), "there is no deck 'nothing.job'"),
        Arguments.of(List.of("batch", "."), "cannot read the deck .: "),
        Arguments.of(List.of("batch"), "Missing required parameter: 'DECK'"),
        Arguments.of(
            List.of("batch", "--mode", "none", "DECK"), "no mode 'none'; there are manual"),
        Arguments.of(List.of("batch", "--mode", "no.properties", "DECK"), "cannot read the mode"),
        Arguments.of(List.of("batch", "--degree", "x", "DECK"), "degree=x: not a whole number"),
        Arguments.of(List.of("batch", "--admission", "x", "DECK"), "admission=x: not one of fifo"),
        Arguments.of(List.of("batch", "--scheduler", "x", "DECK"), "no scheduler 'x'; there are"),
        Arguments.of(List.of("batch", "--quantum", "5", "DECK"), "quantum=5: not a time"),
        Arguments.of(List.of("batch", "--harts", "65", "DECK"), "65 harts, not 1 to 64"),
        Arguments.of(List.of("compare", "--queues", "x", "DECK"), "neither shared nor per-hart"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void aWrongCommandLineIsOneLine(List<String> arguments, String message) throws IOException {
    String deck = file("my.job", DECK);
    CommandRun run =
        CommandRun.of(
            arguments.stream()
                .map(argument -> argument.equals("DECK") ? deck : argument)
                .toArray(String[]::new));
    assertEquals(ExitStatus.USAGE, run.status());
    assertTrue(run.error().contains(message), run.error());
    assertEquals(1, run.error().lines().count(), run.error());
  }
}
