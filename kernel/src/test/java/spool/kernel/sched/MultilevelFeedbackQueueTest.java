package spool.kernel.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import spool.kernel.sched.Scheduler.Departure;
import spool.kernel.sched.Scheduler.Reason;

/// The examples of Operating Systems: Three Easy Pieces, chapter 8, each rule by itself.
class MultilevelFeedbackQueueTest {
  private static MultilevelFeedbackQueue policy(String... settings) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("levels", "3");
    values.put("quantum", "10ns");
    values.put("growth", "1");
    for (String each : settings) {
      values.put(each.split("=", 2)[0], each.split("=", 2)[1]);
    }
    return new MultilevelFeedbackQueue(Settings.of(values));
  }

  private static PlayedTask task(int tid) {
    return new PlayedTask(tid, "t" + tid, 0, 1);
  }

  private static void run(MultilevelFeedbackQueue policy, PlayedTask task, long cycles, long now) {
    policy.ready(task, Reason.WOKEN, now);
    assertEquals(task, policy.next(0, now).orElseThrow());
    task.cpuCycles += cycles;
    policy.left(task, Departure.BLOCKED, now + cycles);
  }

  @Test
  void aLongTaskGoesDownOneLevelAfterEachAllotment() {
    MultilevelFeedbackQueue policy = policy();
    PlayedTask task = task(1);
    int[] levels = {0, 1, 2, 2};
    for (int turn = 0; turn < levels.length; turn++) {
      assertEquals(levels[turn], policy.level(task, 10L * turn));
      run(policy, task, 10, 10L * turn);
    }
  }

  @Test
  void aShortTaskComesBeforeOneThatHasGoneDown() {
    Play play = new Play(policy());
    play.task("a", 0, 60);
    play.task("b", 30, 15);
    // b takes the hart at once, and goes on at the second level after its first allotment.
    assertEquals("a".repeat(30) + "b".repeat(15) + "a".repeat(30), play.until(200).chart());
  }

  @Test
  void tasksOfOneLevelTakeTurns() {
    Play play = new Play(policy());
    play.task("a", 0, 20);
    play.task("b", 0, 20);
    assertEquals(
        "a".repeat(10) + "b".repeat(10) + "a".repeat(10) + "b".repeat(10), play.until(99).chart());
  }

  @Test
  void theQuantumGrowsFromLevelToLevel() {
    MultilevelFeedbackQueue policy = policy("growth=2", "allotment=2");
    PlayedTask task = task(1);
    run(policy, task, 10, 0);
    run(policy, task, 10, 10);
    policy.ready(task, Reason.WOKEN, 20);
    policy.next(0, 20);
    assertEquals(1, policy.level(task, 20));
    assertEquals(20, policy.quantum(task, 20));
  }

  /// A task that waits just before its quantum ends keeps what it has used up, and goes down all
  /// the same.
  @Test
  void whoWaitsBeforeTheQuantumEndsGoesDownNonetheless() {
    MultilevelFeedbackQueue policy = policy();
    PlayedTask gamer = task(1);
    run(policy, gamer, 9, 0);
    assertEquals(0, policy.level(gamer, 9));
    policy.ready(gamer, Reason.WOKEN, 20);
    policy.next(0, 20);
    assertEquals(1, policy.quantum(gamer, 20));
    gamer.cpuCycles += 1;
    policy.left(gamer, Departure.BLOCKED, 21);
    assertEquals(1, policy.level(gamer, 21));
  }

  @Test
  void aBoostMovesAllToTheTopAlsoThoseThatWait() {
    MultilevelFeedbackQueue policy = policy("boost=100ns");
    PlayedTask waiting = task(1);
    PlayedTask low = task(2);
    run(policy, waiting, 10, 0);
    run(policy, low, 10, 10);
    policy.ready(low, Reason.WOKEN, 30);
    policy.ready(task(3), Reason.CREATED, 40);
    assertEquals(100, policy.nextChange(40));
    assertEquals(1, policy.level(waiting, 99));
    assertEquals(0, policy.level(waiting, 100));
    assertEquals(0, policy.level(low, 100));
    policy.ready(task(4), Reason.CREATED, 110);
    // Those of the higher level first, then those of the lower, then who came after the boost.
    for (int tid : new int[] {3, 2, 4}) {
      assertEquals(tid, policy.next(0, 110).orElseThrow().tid());
    }
    assertEquals(Long.MAX_VALUE, policy.nextChange(110));
  }

  @Test
  void aBoostEndsStarvation() {
    Play starved = new Play(policy("boost=1s"));
    PlayedTask last = withCrowd(starved);
    starved.until(400);
    assertEquals(Long.MAX_VALUE, starved.finish(last));
    Play boosted = new Play(policy("boost=50ns"));
    last = withCrowd(boosted);
    boosted.until(400);
    assertTrue(boosted.finish(last) < 400);
  }

  /// A long task, and so many short ones that one is always at the top.
  private static PlayedTask withCrowd(Play play) {
    PlayedTask last = play.task("l", 0, 40);
    for (long arrival = 10; arrival < 400; arrival += 5) {
      play.task("s", arrival, 5);
    }
    return last;
  }

  @Test
  void whoIsPreemptedKeepsItsPlaceAndTheRestOfItsQuantum() {
    MultilevelFeedbackQueue policy = policy();
    PlayedTask first = task(1);
    policy.ready(first, Reason.CREATED, 0);
    policy.ready(task(2), Reason.CREATED, 0);
    policy.next(0, 0);
    first.cpuCycles += 4;
    policy.ready(first, Reason.PREEMPTED, 4);
    assertEquals(first, policy.next(0, 4).orElseThrow());
    assertEquals(6, policy.quantum(first, 4));
  }

  @Test
  void parametersThatMakeNoSenseAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> policy("levels=0"));
    assertThrows(IllegalArgumentException.class, () -> policy("growth=0.5"));
    assertThrows(IllegalArgumentException.class, () -> policy("allotment=0"));
  }
}
