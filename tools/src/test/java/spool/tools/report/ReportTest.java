package spool.tools.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTest {
  private static final int WIDTH = 80;

  private final Report both = new Report(List.of(Examples.batch(), Examples.timesharing()));

  @Test
  void theAccountOfARunAsText() {
    Golden.assertIs("account.txt", new Report(List.of(Examples.timesharing())).text(WIDTH));
  }

  @Test
  void theComparisonAsText() {
    Golden.assertIs("comparison.txt", both.text(WIDTH));
  }

  @Test
  void theComparisonAsJson() {
    Golden.assertIs("comparison.json", both.json());
  }

  @Test
  void theRunsAsCsv() {
    Golden.assertIs("runs.csv", both.csv());
  }

  @Test
  void theJobsAsCsv() {
    Golden.assertIs("jobs.csv", both.jobsCsv());
  }

  @Test
  void theSameRunGivesTheSameBytes() {
    Report again = new Report(List.of(Examples.batch(), Examples.timesharing()));
    assertEquals(both.json(), again.json());
    assertEquals(both.csv(), again.csv());
    assertEquals(both.text(WIDTH), again.text(WIDTH));
  }

  @ParameterizedTest
  @ValueSource(ints = {72, 80, 100, 132, 200})
  void noLineIsWiderThanTheTerminal(int width) {
    String text = new Report(List.of(Examples.timesharing())).text(width) + both.text(width);
    assertTrue(text.lines().allMatch(line -> line.length() <= width), text);
  }

  @Test
  void aReportNeedsARun() {
    assertThrows(IllegalArgumentException.class, () -> new Report(List.of()));
  }
}
