package spool.kernel.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import spool.kernel.sched.Scheduler.Departure;
import spool.kernel.sched.Scheduler.Reason;

/// Rate monotonic and EDF on the task sets of textbooks, and constant bandwidth servers.
class DeadlinePoliciesTest {
  private static PlayedTask task(int tid, long runtime, long deadline, long period) {
    return new PlayedTask(tid, "t" + tid, 0, 1)
        .attributes(Attributes.periodic(runtime, deadline, period));
  }

  private static EarliestDeadlineFirst edf(String bandwidth, int harts) {
    return new EarliestDeadlineFirst(
        Settings.of(Map.of("bandwidth", bandwidth, "harts", Integer.toString(harts))));
  }

  private static boolean admitsAll(Scheduler policy, long... runtimesAndPeriods) {
    boolean all = true;
    for (int each = 0; each < runtimesAndPeriods.length; each += 2) {
      PlayedTask task = task(each + 1, 1, 1, 1);
      Attributes wanted =
          Attributes.periodic(
              runtimesAndPeriods[each], runtimesAndPeriods[each + 1], runtimesAndPeriods[each + 1]);
      boolean admitted = policy.admits(task, wanted);
      task.attributes(admitted ? wanted : Attributes.NORMAL);
      all &= admitted;
    }
    return all;
  }

  private static RateMonotonic byBound() {
    return new RateMonotonic(Settings.of(Map.of("exact", "false")));
  }

  /// Silberschatz, section 5.6.3: P1 of 20 in 50 and P2 of 35 in 100, on time with P1 before P2.
  @Test
  void silberschatzRateMonotonic() {
    Play play = new Play(new RateMonotonic());
    // P1 runs from 0 to 20, and from 50 to 70 as each of its jobs; P2 has what is left.
    play.task("1", 0, 20).attributes(Attributes.periodic(20, 50, 50));
    play.task("1", 50, 20).attributes(Attributes.periodic(20, 50, 50));
    PlayedTask second = play.task("2", 0, 35).attributes(Attributes.periodic(35, 100, 100));
    play.until(200);
    assertEquals("1".repeat(20) + "2".repeat(30) + "1".repeat(20) + "2".repeat(5), play.chart());
    assertEquals(75, play.finish(second));
  }

  /// The same section: 25 in 50 and 35 in 80 need 94 %, which rate monotonic cannot keep, and EDF
  /// can.
  @Test
  void silberschatzWhatOnlyEdfKeeps() {
    assertFalse(admitsAll(new RateMonotonic(), 25, 50, 35, 80));
    assertTrue(admitsAll(edf("1", 1), 25, 50, 35, 80));
    assertEquals(85, secondJob(new RateMonotonic()));
    assertEquals(60, secondJob(edf("1", 1)));
  }

  private static long secondJob(Scheduler policy) {
    Play play = new Play(policy);
    play.task("1", 0, 25).attributes(Attributes.periodic(25, 50, 50));
    play.task("1", 50, 25).attributes(Attributes.periodic(25, 50, 50));
    PlayedTask second = play.task("2", 0, 35).attributes(Attributes.periodic(35, 80, 80));
    return play.until(200).finish(second);
  }

  /// Three tasks of 20 in 100, 40 in 150 and 100 in 350 need 75 %, below the bound of 78 %. Of 40
  /// in 80 and 80 in 160 the bound says nothing, but response times do: the periods are harmonic.
  @Test
  void admissionByBoundAndByResponseTime() {
    assertTrue(admitsAll(byBound(), 20, 100, 40, 150, 100, 350));
    assertFalse(admitsAll(byBound(), 40, 80, 80, 160));
    assertTrue(admitsAll(new RateMonotonic(), 40, 80, 80, 160));
    // The second would be done at 81.
    assertFalse(admitsAll(new RateMonotonic(), 41, 80, 80, 160));
  }

  @Test
  void admissionOnSeveralHartsIsByABound() {
    RateMonotonic policy = new RateMonotonic(Settings.of(Map.of("harts", "2")));
    assertTrue(admitsAll(policy, 25, 100, 25, 100, 25, 100, 25, 100));
    assertFalse(policy.admits(task(9, 1, 1, 1), Attributes.periodic(25, 100, 100)));
    assertFalse(policy.admits(task(9, 1, 1, 1), Attributes.periodic(1, 50, 100)));
  }

  @Test
  void edfAdmitsUpToItsBandwidth() {
    EarliestDeadlineFirst policy = edf("0.95", 2);
    assertTrue(admitsAll(policy, 90, 100, 90, 100, 10, 100));
    PlayedTask last = task(9, 1, 1, 1).attributes(Attributes.NORMAL);
    assertFalse(policy.admits(last, Attributes.periodic(1, 100, 100)));
    assertTrue(policy.admits(last, Attributes.NORMAL));
  }

  @Test
  void whatEndsOrChangesIsPromisedNoMore() {
    EarliestDeadlineFirst policy = edf("0.95", 1);
    PlayedTask first = task(1, 1, 1, 1);
    Attributes most = Attributes.periodic(90, 100, 100);
    assertTrue(policy.admits(first, most));
    first.attributes(most);
    assertTrue(policy.admits(first, most), "its own promise does not stand against it");
    PlayedTask second = task(2, 1, 1, 1).attributes(Attributes.NORMAL);
    assertFalse(policy.admits(second, most));
    policy.left(first, Departure.ENDED, 0);
    assertTrue(policy.admits(second, most));
    second.attributes(most);
    second.attributes(Attributes.NORMAL);
    assertTrue(policy.admits(task(3, 1, 1, 1), most));
  }

  @Test
  void anExhaustedBudgetWaitsForTheNextPeriod() {
    Play play = new Play(edf("0.95", 1));
    play.task("d", 0, 9).attributes(Attributes.periodic(3, 10, 10));
    play.task("b", 0, 30);
    assertEquals(
        "ddd" + "b".repeat(7) + "ddd" + "b".repeat(7) + "ddd" + "b".repeat(16),
        play.until(100).chart());
  }

  @Test
  void aTaskInTheBackgroundIsPreemptedAtOnce() {
    Play play = new Play(edf("0.95", 1));
    play.task("b", 0, 5);
    play.task("d", 2, 2).attributes(Attributes.periodic(3, 10, 10));
    play.task("e", 3, 1).attributes(Attributes.periodic(1, 5, 5));
    assertEquals("bbdedbbb", play.until(100).chart());
  }

  /// Runs `cycles` of `task` from `now` on, after which it waits.
  private static void run(Scheduler policy, PlayedTask task, long cycles, long now) {
    assertEquals(task, policy.next(0, now).orElseThrow());
    task.cpuCycles += cycles;
    policy.left(task, Departure.BLOCKED, now + cycles);
  }

  @Test
  void wakingKeepsDeadlineAndBudgetThatTheBandwidthAllows() {
    EarliestDeadlineFirst policy = edf("0.95", 1);
    PlayedTask task = task(1, 40, 100, 100);
    policy.ready(task, Reason.CREATED, 0);
    assertEquals(100, policy.deadline(task));
    run(policy, task, 30, 0);
    // 10 left until 100: at 70 that is 10/30 of the time and allowed, at 80 it is 10/20 and too
    // much.
    policy.ready(task, Reason.WOKEN, 70);
    assertEquals(100, policy.deadline(task));
    assertEquals(10, policy.quantum(policy.next(0, 70).orElseThrow(), 70));
    policy.left(task, Departure.BLOCKED, 70);
    policy.ready(task, Reason.WOKEN, 80);
    assertEquals(180, policy.deadline(task));
    assertEquals(40, policy.quantum(policy.next(0, 80).orElseThrow(), 80));
  }

  @Test
  void wakingAfterTheDeadlineBeginsAnew() {
    EarliestDeadlineFirst policy = edf("0.95", 1);
    PlayedTask task = task(1, 40, 100, 100);
    policy.ready(task, Reason.CREATED, 0);
    run(policy, task, 40, 0);
    policy.ready(task, Reason.WOKEN, 100);
    assertEquals(200, policy.deadline(task));
  }

  /// One that has used its budget up cannot have another by waiting a moment.
  @Test
  void wakingDoesNotRefillAnExhaustedBudget() {
    EarliestDeadlineFirst policy = edf("0.95", 1);
    PlayedTask task = task(1, 40, 100, 100);
    policy.ready(task, Reason.CREATED, 0);
    run(policy, task, 40, 0);
    policy.ready(task, Reason.WOKEN, 50);
    assertEquals(Optional.empty(), policy.next(0, 50));
    assertEquals(1, policy.readyCount());
    assertEquals(100, policy.nextChange(50));
    assertEquals(task, policy.next(0, 100).orElseThrow());
    assertEquals(200, policy.deadline(task));
  }

  @Test
  void aShorterDeadlineDoesNotGiveMoreThanTheBandwidth() {
    EarliestDeadlineFirst policy = edf("0.95", 1);
    PlayedTask task = task(1, 20, 40, 100);
    policy.ready(task, Reason.CREATED, 0);
    run(policy, task, 15, 0);
    policy.ready(task, Reason.WOKEN, 60);
    assertEquals(Optional.empty(), policy.next(0, 60));
    assertEquals(task, policy.next(0, 100).orElseThrow());
    assertEquals(140, policy.deadline(task));
  }

  @Test
  void yieldingGivesTheRestOfThePeriodUp() {
    EarliestDeadlineFirst policy = edf("0.95", 1);
    PlayedTask task = task(1, 40, 100, 100);
    policy.ready(task, Reason.CREATED, 0);
    policy.next(0, 0);
    task.cpuCycles += 5;
    policy.ready(task, Reason.YIELDED, 5);
    assertEquals(Optional.empty(), policy.next(0, 5));
    assertEquals(40, policy.quantum(policy.next(0, 100).orElseThrow(), 100));
  }

  /// S. K. Dhall and C. L. Liu, On a real-time scheduling problem, Operations Research 26, 1978:
  /// four light tasks and one that needs a whole hart miss a deadline on four harts, at a third of
  /// what they could do.
  @Test
  void dhallsEffect() {
    Play play = new Play(edf("1", 4), 4);
    for (String name : List.of("a", "b", "c", "d")) {
      play.task(name, 0, 1).attributes(Attributes.periodic(1, 10, 10));
    }
    PlayedTask heavy = play.task("h", 0, 11).attributes(Attributes.periodic(11, 11, 11));
    play.until(50);
    assertEquals(12, play.finish(heavy));
  }
}
