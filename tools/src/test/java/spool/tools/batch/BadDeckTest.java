package spool.tools.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import spool.kernel.trace.JobAccount;

/// Wrong cards, failing jobs and jobs without end: each gets its listing, and the deck goes on.
class BadDeckTest {
  private static final String LAST = "\n$JOB LAST\n$RUN echo here\n";

  private static DeckRun.Result run(String deck) {
    return Decks.run(Deck.of("deck", deck + LAST), Decks.mode("batch"), 0);
  }

  /// A job, and what the last line of its listing says of it.
  static List<Arguments> jobs() {
    return List.of(
        Arguments.of("$JOB", "? rejected: card 1: $JOB: a name must follow"),
        Arguments.of(
            "$JOB A/B\n$RUN true",
            "? rejected: card 1: $JOB A/B: a name has 1 to 16 letters, digits, '-', '_' or '.'"),
        Arguments.of(
            "$JOB A TIME=soon\n$RUN true",
            "A rejected: card 1: TIME=soon: write a time as 500us, 20ms or 2s"),
        Arguments.of(
            "$JOB A MEMORY=16\n$RUN true",
            "A rejected: card 1: MEMORY=16: write a size as 512K, 16M or 1G"),
        Arguments.of(
            "$JOB A PRIORITY=10\n$RUN true",
            "A rejected: card 1: PRIORITY=10: write a whole number in its range"),
        Arguments.of(
            "$JOB A PERIOD=20ms/2ms\n$RUN true",
            "A rejected: card 1: PERIOD=20ms/2ms: write the CPU time in each period, as 2ms/20ms"),
        Arguments.of(
            "$JOB A COLOUR=red\n$RUN true",
            "A rejected: card 1: COLOUR=red: not one of TIME= ELAPSED= MEMORY= LINES= ESTIMATE="
                + " PRIORITY= TAPES= ARRIVES= REALTIME= PERIOD="),
        Arguments.of("$JOB A TAPES=2\n$RUN true", "A rejected: TAPES=2: there are 1 for jobs"),
        Arguments.of(
            "$JOB A ARRIVES=999999999999s\n$RUN true",
            "A rejected: card 1: ARRIVES=999999999999s: write a time as 500us, 20ms or 2s"),
        Arguments.of("$JOB A\n$RUN", "A rejected: card 2: $RUN: a program must follow"),
        Arguments.of("$JOB A", "A rejected: job A has no $RUN card"),
        Arguments.of(
            "$JOB A\n$DATA\n$END\n$RUN cat",
            "A rejected: card 2: $DATA: no $RUN stands before it, or its data were given already"),
        Arguments.of("$JOB A\n$END", "A rejected: card 2: $END: no $DATA stands before it"),
        Arguments.of(
            "$JOB A\n$RUN true\nwhat is this",
            "A rejected: card 3: what is this: not one of $JOB $RUN $DATA $END"),
        Arguments.of(
            "hello\n$RUN true", "? rejected: card 1: the deck does not begin with a $JOB card"),
        Arguments.of("$JOB A\n$RUN nothing", "A failed: nothing: ended with 127;"),
        Arguments.of("$JOB A\n$RUN false\n$RUN echo x", "A failed: false: ended with 1;"),
        Arguments.of("$JOB A\n$RUN sh -c \"kill -9 $$\"", "A failed: sh: ended by SIGKILL;"),
        Arguments.of(
            "$JOB A LINES=3\n$RUN yes", "A failed: yes: more than 3 lines of output, stopped;"),
        Arguments.of(
            "$JOB A ELAPSED=200ms\n$RUN sleep 1000",
            "A failed: sleep: not done after 200 ms, stopped;"),
        Arguments.of(
            "$JOB A TIME=20ms\n$RUN compute 100000000",
            "A failed: compute: more than 20 ms of CPU time, stopped; CPU 20.0"),
        Arguments.of("$JOB A MEMORY=1K\n$RUN compute 10", "A failed: compute: ended with 126;"));
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void theListingSaysWhatWasWrong(String job, String ending) {
    DeckRun.Result result = run(job);
    String listings = result.listings();
    assertTrue(
        listings.lines().anyMatch(line -> line.startsWith("  job " + ending)), () -> listings);
    assertTrue(listings.lines().anyMatch("here"::equals), () -> listings);
    assertEquals("done", result.run().account().jobs().getLast().result());
    assertEquals(0, result.status(), result.messages());
  }

  @Test
  void dataMayLookLikeCards() {
    DeckRun.Result result = run("$JOB A\n$RUN cat\n$DATA\n$JOB B\n* not a comment\n\n$END");
    assertTrue(result.listings().contains("\n$JOB B\n* not a comment\n\n"), result::listings);
    assertTrue(result.isDone());
  }

  @Test
  void dataWithoutAnEndRejectTheirJob() {
    Deck deck = Deck.of("deck", "$JOB A\n$RUN true\n$JOB B\n$RUN cat\n$DATA\nx");
    DeckRun.Result result = Decks.run(deck, Decks.mode("multiprogrammed"), 0);
    assertEquals(
        List.of("done", "rejected"),
        result.run().account().jobs().stream().map(JobAccount::result).toList());
    assertTrue(
        result.listings().contains("job B rejected: card 6: $DATA: the deck ends before its $END"),
        result::listings);
  }

  @Test
  void aDeckWithoutCardsHasNoJobs() {
    DeckRun.Result result =
        Decks.run(Deck.of("deck", "* nothing\n\n"), Decks.mode("timesharing"), 0);
    assertEquals(0, result.status(), result.messages());
    assertEquals(0, result.run().account().jobs().size());
  }

  @Test
  void aJobIsNotStartedBeforeItArrives() {
    DeckRun.Result result = run("$JOB LATE ARRIVES=50ms\n$RUN true");
    JobAccount late = result.run().account().jobs().getFirst();
    assertTrue(late.service().start().orElseThrow() >= 50_000_000, late.toString());
    assertTrue(late.service().response().orElseThrow() < 10_000_000, late.toString());
  }
}
