package spool.kernel.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import spool.kernel.sched.Scheduler.Departure;
import spool.kernel.sched.Scheduler.Reason;

/// The worked examples of textbooks for the policies that go by arrival, length and turns: of
/// Arpaci-Dusseau, Operating Systems: Three Easy Pieces (OSTEP), chapter 7, and of Silberschatz,
/// Galvin and Gagne, Operating System Concepts, section 5.3, with their numbers.
class BatchPoliciesTest {
  private static final double EXACT = 0.005;

  private static PlayedTask estimated(Play play, String name, long arrival, long length) {
    return play.task(name, arrival, length).attributes(Attributes.estimated(length));
  }

  private static Play play(Scheduler scheduler, long[] arrivals, long... lengths) {
    Play play = new Play(scheduler);
    for (int each = 0; each < lengths.length; each++) {
      estimated(play, Character.toString('A' + each), arrivals[each], lengths[each]);
    }
    return play.until(1_000);
  }

  private static RoundRobin roundRobin(long quantum) {
    return new RoundRobin(quantum);
  }

  @Test
  void ostepFirstComeFirstServed() {
    assertEquals(20, play(new FirstComeFirstServed(), new long[3], 10, 10, 10).meanTurnaround());
    assertEquals(110, play(new FirstComeFirstServed(), new long[3], 100, 10, 10).meanTurnaround());
  }

  @Test
  void ostepShortestJobFirst() {
    assertEquals(50, play(new ShortestJobFirst(), new long[3], 100, 10, 10).meanTurnaround());
    Play late = play(new ShortestJobFirst(), new long[] {0, 10, 10}, 100, 10, 10);
    assertEquals(103.33, late.meanTurnaround(), EXACT);
    assertEquals(5, play(new ShortestJobFirst(), new long[3], 5, 5, 5).meanResponse());
  }

  @Test
  void ostepShortestTimeToCompletionFirst() {
    long[] arrivals = {0, 10, 10};
    Play play = play(new ShortestRemainingTimeFirst(), arrivals, 100, 10, 10);
    assertEquals(50, play.meanTurnaround());
    assertEquals("A".repeat(10) + "B".repeat(10) + "C".repeat(10) + "A".repeat(90), play.chart());
  }

  @Test
  void ostepRoundRobin() {
    Play play = play(roundRobin(1), new long[3], 5, 5, 5);
    assertEquals("ABCABCABCABCABC", play.chart());
    assertEquals(1, play.meanResponse());
    assertEquals(14, play.meanTurnaround());
  }

  @Test
  void silberschatzFirstComeFirstServed() {
    assertEquals(17, play(new FirstComeFirstServed(), new long[3], 24, 3, 3).meanWaiting());
    assertEquals(3, play(new FirstComeFirstServed(), new long[3], 3, 3, 24).meanWaiting());
  }

  @Test
  void silberschatzShortestJobFirst() {
    Play play = play(new ShortestJobFirst(), new long[4], 6, 8, 7, 3);
    assertEquals("DDDAAAAAACCCCCCCBBBBBBBB", play.chart());
    assertEquals(7, play.meanWaiting());
  }

  @Test
  void silberschatzShortestRemainingTimeFirst() {
    long[] arrivals = {0, 1, 2, 3};
    Play play = play(new ShortestRemainingTimeFirst(), arrivals, 8, 4, 9, 5);
    assertEquals("ABBBBDDDDDAAAAAAACCCCCCCCC", play.chart());
    assertEquals(6.5, play.meanWaiting());
    assertEquals(7.75, play(new ShortestJobFirst(), arrivals, 8, 4, 9, 5).meanWaiting());
  }

  @Test
  void silberschatzRoundRobin() {
    Play play = play(roundRobin(4), new long[3], 24, 3, 3);
    assertEquals("AAAABBBCCC" + "A".repeat(20), play.chart());
    assertEquals(5.67, play.meanWaiting(), EXACT);
  }

  @Test
  void silberschatzPriorities() {
    Play play = new Play(new PriorityScheduling());
    long[] lengths = {10, 1, 2, 1, 5};
    int[] priorities = {3, 1, 4, 5, 2};
    for (int each = 0; each < lengths.length; each++) {
      play.task(Character.toString('A' + each), 0, lengths[each]).nice(priorities[each]);
    }
    assertEquals("BEEEEEAAAAAAAAAACCD", play.until(100).chart());
    assertEquals(8.2, play.meanWaiting(), EXACT);
  }

  @Test
  void aHigherPriorityTakesTheHartAtOnce() {
    Play play = new Play(new PriorityScheduling());
    play.task("a", 0, 4).nice(5);
    play.task("b", 1, 2).nice(5);
    play.task("c", 2, 2).nice(-5);
    assertEquals("aaccaabb", play.until(100).chart());
  }

  @Test
  void ageingLetsALowPriorityHaveItsTurn() {
    Play aged =
        new Play(new PriorityScheduling(Settings.of(Map.of("ageing", "true", "step", "5ns"))));
    aged.task("h", 0, 60);
    PlayedTask low = aged.task("l", 0, 5).nice(2);
    aged.until(100);
    // After 10 cycles of waiting it has risen by the two steps, and is ahead by having come first.
    assertEquals(15, aged.finish(low));
    Play fixed = new Play(new PriorityScheduling());
    fixed.task("h", 0, 60);
    PlayedTask last = fixed.task("l", 0, 5).nice(2);
    assertEquals(65, fixed.until(100).finish(last));
  }

  /// Guesses 10, 8, 6, 6, 5, 9, 11, 12 for bursts of 6, 4, 6, 4, 13, 13, 13.
  @Test
  void silberschatzExponentialAveraging() {
    Bursts bursts = new Bursts(Settings.of(Map.of("alpha", "0.5", "guess", "10ns")));
    PlayedTask task = new PlayedTask(1, "a", 0, 1);
    long[] lengths = {6, 4, 6, 4, 13, 13, 13};
    long[] guesses = {10, 8, 6, 6, 5, 9, 11, 12};
    for (int each = 0; each < lengths.length; each++) {
      assertEquals(guesses[each], bursts.length(task));
      bursts.begin(task);
      task.cpuCycles += lengths[each];
      bursts.end(task);
    }
    assertEquals(guesses[lengths.length], bursts.length(task));
    assertThrows(
        IllegalArgumentException.class, () -> new Bursts(Settings.of(Map.of("alpha", "1.5"))));
  }

  /// Without estimates the one with the shorter bursts so far comes first.
  @Test
  void pastBurstsDecideWhereNothingIsDeclared() {
    ShortestJobFirst policy = new ShortestJobFirst();
    PlayedTask longer = run(policy, 1, 9_000_000);
    PlayedTask shorter = run(policy, 2, 1_000_000);
    policy.ready(longer, Reason.WOKEN, 0);
    policy.ready(shorter, Reason.WOKEN, 0);
    assertEquals(shorter, policy.next(0, 0).orElseThrow());
  }

  private static PlayedTask run(Scheduler policy, int tid, long burst) {
    PlayedTask task = new PlayedTask(tid, "t" + tid, 0, 1);
    policy.ready(task, Reason.CREATED, 0);
    policy.next(0, 0);
    task.cpuCycles += burst;
    policy.left(task, Departure.BLOCKED, 0);
    return task;
  }

  @Test
  void whoHadToMakeRoomGoesOnFirst() {
    for (Scheduler policy : new Scheduler[] {new FirstComeFirstServed(), new ShortestJobFirst()}) {
      PlayedTask first = run(policy, 1, 5_000_000);
      PlayedTask second = run(policy, 2, 5);
      policy.ready(second, Reason.WOKEN, 0);
      policy.ready(first, Reason.PREEMPTED, 0);
      assertEquals(first, policy.next(0, 0).orElseThrow(), policy.name());
    }
  }

  @Test
  void whoIsPreemptedKeepsTheRestOfItsQuantum() {
    RoundRobin policy = new RoundRobin(10);
    PlayedTask first = new PlayedTask(1, "a", 0, 1);
    policy.ready(first, Reason.CREATED, 0);
    policy.ready(new PlayedTask(2, "b", 0, 1), Reason.CREATED, 0);
    assertEquals(first, policy.next(0, 0).orElseThrow());
    first.cpuCycles += 4;
    policy.ready(first, Reason.PREEMPTED, 4);
    assertEquals(first, policy.next(0, 4).orElseThrow());
    assertEquals(6, policy.quantum(first, 4));
    first.cpuCycles += 6;
    policy.ready(first, Reason.PREEMPTED, 10);
    assertEquals(2, policy.next(0, 10).orElseThrow().tid());
  }
}
