package spool.tools.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import spool.kernel.mode.Mode;
import spool.kernel.trace.JobAccount;
import spool.kernel.trace.RunAccount;
import spool.tools.report.Report;

/// The story that the reference deck tells, in figures.
class ReferenceDeckTest {
  private static final Deck DECK = Decks.reference();
  private static final int JOBS = 18;
  private static final Map<String, DeckRun.Result> RESULTS = new LinkedHashMap<>();

  @BeforeAll
  static void runInEveryMode() {
    Mode.standard().forEach(mode -> RESULTS.put(mode.name(), Decks.run(DECK, mode, 0)));
  }

  private static DeckRun.Result result(String mode) {
    return Optional.ofNullable(RESULTS.get(mode)).orElseThrow();
  }

  private static RunAccount account(String mode) {
    return result(mode).run().account();
  }

  @Test
  void everyJobIsDoneInEveryMode() {
    RESULTS.forEach(
        (mode, result) -> {
          assertEquals(0, result.status(), mode + ": " + result.messages());
          assertEquals(JOBS, result.run().account().jobs().size(), mode);
          assertTrue(result.isDone(), () -> mode + ": " + result.listings());
        });
  }

  @Test
  void jobsPrintTheSameInEveryMode() {
    List<String> batch = outputs("batch");
    assertTrue(batch.contains("4203 primes below 40000"), batch.toString());
    for (String mode : RESULTS.keySet()) {
      assertEquals(batch, outputs(mode), mode);
    }
  }

  /// What the programs printed that does not depend on time.
  private static List<String> outputs(String mode) {
    return result(mode)
        .listings()
        .lines()
        .filter(line -> line.contains("primes") || line.contains("sum") || line.contains("check"))
        .sorted()
        .toList();
  }

  @Test
  void utilisationGrowsFromHandToBatchToMultiprogramming() {
    double manual = account("manual").utilisation();
    double batch = account("batch").utilisation();
    double multiprogrammed = account("multiprogrammed").utilisation();
    assertTrue(manual < batch / 2, manual + " by hand, " + batch + " in batch");
    assertTrue(batch < multiprogrammed, batch + " in batch, " + multiprogrammed);
  }

  @Test
  void aBatchSystemLeavesTheHartIdleWhileItsJobWaits() {
    long waits = account("batch").jobs().stream().mapToLong(job -> job.service().blocked()).sum();
    long computes = account("batch").sum(hart -> hart.user() + hart.kernel());
    long idle = account("batch").harts().getFirst().idle();
    assertTrue(idle > (waits - computes) * 9 / 10, idle + " cycles idle, waits of " + waits);
    assertTrue(account("multiprogrammed").harts().getFirst().idle() < idle / 4);
  }

  @Test
  void timeSharingGivesUpNoMoreThanItsSwitchingForTheBestResponse() {
    RunAccount shared = account("timesharing");
    RunAccount before = account("multiprogrammed");
    double loss = before.utilisation() - shared.utilisation();
    double overhead = shared.switchOverhead() - before.switchOverhead();
    assertTrue(loss > 0, "timesharing " + shared.utilisation() + ", " + before.utilisation());
    assertTrue(loss <= overhead + shared.kernelShare() - before.kernelShare(), "loss " + loss);
    for (String mode : List.of("manual", "batch", "multiprogrammed")) {
      assertTrue(shared.response().mean() < account(mode).response().mean() / 2, mode);
    }
  }

  @Test
  void theAccountsSumUp() {
    RESULTS.forEach(
        (mode, result) -> {
          RunAccount account = result.run().account();
          account.harts().forEach(hart -> assertEquals(account.elapsed(), hart.total(), mode));
        });
  }

  @Test
  void theShortestJobFirstHasTheLowestMeanTurnaroundOfThoseThatNeverPreempt() {
    Mode all = Decks.mode("multiprogrammed").with("degree", "all");
    double shortest = turnaround(all.with("scheduler", "sjf"));
    for (String policy : List.of("fcfs", "priority", "lottery", "stride", "rr", "mlfq")) {
      double mean = turnaround(all.with("scheduler", policy));
      assertTrue(shortest < mean, policy + ": " + mean + ", sjf: " + shortest);
    }
  }

  private static double turnaround(Mode mode) {
    return Decks.run(DECK, mode, 0).run().account().turnaround().mean();
  }

  @Test
  void aLongerQuantumTradesResponseForOverhead() {
    Mode shared = Decks.mode("timesharing");
    List<RunAccount> sweep =
        List.of("1ms", "5ms", "20ms", "100ms").stream()
            .map(quantum -> shared.with("scheduler", "rr:quantum=" + quantum))
            .map(mode -> Decks.run(DECK, mode, 0).run().account())
            .toList();
    for (int index = 1; index < sweep.size(); index++) {
      RunAccount shorter = sweep.get(index - 1);
      RunAccount longer = sweep.get(index);
      assertTrue(shorter.switchOverhead() > longer.switchOverhead(), "overhead at " + index);
      assertTrue(shorter.response().mean() < longer.response().mean(), "response at " + index);
    }
  }

  @Test
  void someoneAtATerminalIsAnsweredSoonerWithTimeSharing() {
    double multiprogrammed = answer("multiprogrammed");
    assertTrue(answer("timesharing") < multiprogrammed, "answers after " + multiprogrammed);
    assertTrue(answer("general") < multiprogrammed, "answers after " + multiprogrammed);
  }

  private static double answer(String mode) {
    return account(mode).jobs().stream()
        .filter(job -> job.name().startsWith("TELLER"))
        .map(JobAccount::service)
        .mapToDouble(service -> service.interactions().mean())
        .max()
        .orElseThrow();
  }

  @Test
  void theSameSeedGivesTheSameReport() {
    DeckRun.Result again = Decks.run(DECK, Decks.mode("general"), 0);
    Report one = new Report(List.of(result("general").run()));
    Report two = new Report(List.of(again.run()));
    assertEquals(one.json(), two.json());
    assertEquals(one.html(), two.html());
    assertEquals(result("general").listings(), again.listings());
  }
}
