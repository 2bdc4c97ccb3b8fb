package spool.kernel.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import spool.kernel.sched.Scheduler.Departure;
import spool.kernel.sched.Scheduler.Reason;

/// Lottery, stride and EEVDF: shares by weight, and what they do about those that wait.
class ProportionalShareTest {
  private static final long TURN = 1_000;
  private static final String TURN_TEXT = TURN + "ns";
  private static final int HEAVY = 5;
  private static final double HEAVY_SHARE = 335.0 / (335 + 1024);

  private long now;

  private PlayedTask ready(Scheduler policy, int tid, int nice) {
    PlayedTask task = new PlayedTask(tid, "t" + tid, 0, 1).nice(nice);
    policy.ready(task, Reason.CREATED, now);
    return task;
  }

  /// Lets whoever is next have its whole turn.
  private PlayedTask turn(Scheduler policy) {
    PlayedTask task = (PlayedTask) policy.next(0, now).orElseThrow();
    long quantum = policy.quantum(task, now);
    task.cpuCycles += quantum;
    now += quantum;
    policy.ready(task, Reason.EXPIRED, now);
    return task;
  }

  private static Lottery lottery(String compensation) {
    return new Lottery(Settings.of(Map.of("quantum", TURN_TEXT, "compensation", compensation)));
  }

  /// By Hoeffding's inequality n draws are off by 0.05 n with a probability below 2 exp(-2 n
  /// 0.05^2), 10^-21 here; the random numbers are the same in every run.
  @Test
  void lotteryDrawsByTickets() {
    Lottery policy = lottery("false");
    PlayedTask heavy = ready(policy, 1, HEAVY);
    ready(policy, 2, 0);
    int draws = 10_000;
    int wins = 0;
    for (int draw = 0; draw < draws; draw++) {
      wins += turn(policy) == heavy ? 1 : 0;
    }
    assertEquals(HEAVY_SHARE, (double) wins / draws, 0.05);
  }

  @Test
  void lotteryDrawsEqualsEquallyOften() {
    Lottery policy = lottery("false");
    int count = 5;
    List<PlayedTask> tasks = new ArrayList<>();
    for (int tid = 1; tid <= count; tid++) {
      tasks.add(ready(policy, tid, 0));
    }
    for (int draw = 0; draw < 10_000; draw++) {
      turn(policy);
    }
    for (PlayedTask each : tasks) {
      assertEquals(1.0 / count, (double) each.cpuCycles / now, 0.05, each.toString());
    }
  }

  @Test
  void lotteryCompensatesForTurnsThatAreCutShort() {
    assertEquals(0.5, shareOfShortTurns("true"), 0.05);
    assertEquals(0.2, shareOfShortTurns("false"), 0.05);
  }

  /// Of the CPU time, what a task gets that uses a quarter of each turn and then waits a moment,
  /// beside one that uses all of its.
  private double shareOfShortTurns(String compensation) {
    Lottery policy = lottery(compensation);
    PlayedTask shorter = ready(policy, 1, 0);
    PlayedTask other = ready(policy, 2, 0);
    for (int draw = 0; draw < 20_000; draw++) {
      PlayedTask task = (PlayedTask) policy.next(0, now).orElseThrow();
      task.cpuCycles += task == shorter ? TURN / 4 : TURN;
      if (task == shorter) {
        policy.left(task, Departure.BLOCKED, now);
        policy.ready(task, Reason.WOKEN, now);
      } else {
        policy.ready(task, Reason.EXPIRED, now);
      }
    }
    return (double) shorter.cpuCycles / (shorter.cpuCycles + other.cpuCycles);
  }

  @Test
  void lotteryDrawsAgainForAHartThatTheWinnerMayNotRunOn() {
    Lottery policy = lottery("false");
    PlayedTask pinned = ready(policy, 1, -20).harts(1);
    PlayedTask other = ready(policy, 2, 19);
    assertEquals(other, policy.next(1, now).orElseThrow());
    assertEquals(pinned, policy.next(0, now).orElseThrow());
    assertTrue(policy.next(0, now).isEmpty());
  }

  private static Stride stride() {
    return new Stride(Settings.of(Map.of("quantum", TURN_TEXT)));
  }

  /// The error between any two is below a quantum after every turn.
  @Test
  void stridesServeInProportion() {
    Stride policy = stride();
    List<PlayedTask> tasks = new ArrayList<>();
    int[] nices = {0, 5, -3, 0, 10};
    for (int each = 0; each < nices.length; each++) {
      tasks.add(ready(policy, each + 1, nices[each]));
    }
    for (int turn = 0; turn < 3_000; turn++) {
      turn(policy);
      for (PlayedTask one : tasks) {
        for (PlayedTask other : tasks) {
          double sum = NiceWeights.of(one) + NiceWeights.of(other);
          double pair = one.cpuCycles + other.cpuCycles;
          double error = one.cpuCycles - pair * NiceWeights.of(one) / sum;
          assertTrue(Math.abs(error) <= TURN, one + " and " + other + " are off by " + error);
        }
      }
    }
  }

  @Test
  void aWaitEarnsNothingInAStrideScheduler() {
    Stride policy = stride();
    PlayedTask sleeper = ready(policy, 1, 0);
    PlayedTask other = ready(policy, 2, 0);
    assertEquals(sleeper, policy.next(0, now).orElseThrow());
    policy.left(sleeper, Departure.BLOCKED, now);
    for (int turn = 0; turn < 50; turn++) {
      turn(policy);
    }
    policy.ready(sleeper, Reason.WOKEN, now);
    long before = other.cpuCycles;
    for (int turn = 0; turn < 20; turn++) {
      turn(policy);
    }
    assertEquals(10.0 * TURN, (double) (other.cpuCycles - before), (double) TURN);
  }

  private static Eevdf eevdf() {
    return new Eevdf(Settings.of(Map.of("slice", TURN_TEXT)));
  }

  @Test
  void eevdfServesByWeightAndLagsSumUpToNothing() {
    Eevdf policy = eevdf();
    PlayedTask heavy = ready(policy, 1, HEAVY);
    List<PlayedTask> tasks = List.of(heavy, ready(policy, 2, 0));
    for (int turn = 0; turn < 5_000; turn++) {
      turn(policy);
      assertEquals(0, tasks.stream().mapToDouble(policy::lag).sum(), 0.01);
      for (PlayedTask each : tasks) {
        assertTrue(Math.abs(policy.lag(each)) <= TURN + 1, each + " lags " + policy.lag(each));
      }
    }
    assertEquals(HEAVY_SHARE, (double) heavy.cpuCycles / now, 0.01);
  }

  @Test
  void eevdfRunsOnlyWhoIsEligible() {
    Eevdf policy = eevdf();
    for (int tid = 1; tid <= 5; tid++) {
      ready(policy, tid, 3 * tid - 9);
    }
    for (int turn = 0; turn < 500; turn++) {
      PlayedTask task = (PlayedTask) policy.next(0, now).orElseThrow();
      assertTrue(policy.isEligible(task));
      long quantum = policy.quantum(task, now);
      task.cpuCycles += quantum;
      now += quantum;
      policy.ready(task, Reason.EXPIRED, now);
    }
  }

  @Test
  void eevdfPrefersTheEarlierDeadlineAmongThoseThatAreEligible() {
    Eevdf policy = eevdf();
    ready(policy, 1, 10);
    PlayedTask heavy = ready(policy, 2, -10);
    assertEquals(heavy, policy.next(0, now).orElseThrow());
  }

  /// Who slept with a lag has it again, however long it slept.
  @Test
  void eevdfKeepsTheLagOverAWait() {
    Eevdf policy = eevdf();
    PlayedTask sleeper = ready(policy, 1, 0);
    for (int tid = 2; tid <= 4; tid++) {
      ready(policy, tid, 0);
    }
    PlayedTask first = (PlayedTask) policy.next(0, now).orElseThrow();
    assertEquals(sleeper, first);
    sleeper.cpuCycles += 800;
    double lag = policy.lag(sleeper);
    assertEquals(-600, lag, 0.1);
    policy.left(sleeper, Departure.BLOCKED, now);
    for (int turn = 0; turn < 50; turn++) {
      turn(policy);
    }
    policy.ready(sleeper, Reason.WOKEN, now);
    assertEquals(lag, policy.lag(sleeper), 1);
    assertFalse(policy.isEligible(sleeper));
  }

  /// Each has a fair share of what there is, also one that came late.
  @Test
  void eevdfGivesALateComerNoMoreThanItsShare() {
    Eevdf policy = eevdf();
    PlayedTask early = ready(policy, 1, 0);
    for (int turn = 0; turn < 50; turn++) {
      turn(policy);
    }
    long before = early.cpuCycles;
    PlayedTask late = ready(policy, 2, 0);
    for (int turn = 0; turn < 40; turn++) {
      turn(policy);
    }
    assertEquals((double) (early.cpuCycles - before), (double) late.cpuCycles, 2.0 * TURN);
  }

  @Test
  void eevdfPreemptsForAnEarlierDeadline() {
    Eevdf policy = eevdf();
    PlayedTask running = ready(policy, 1, 0);
    policy.next(0, now);
    running.cpuCycles += 10;
    PlayedTask heavy = ready(policy, 2, -10);
    assertTrue(policy.preempts(heavy, running, now));
    PlayedTask light = ready(policy, 3, 10);
    assertFalse(policy.preempts(light, heavy, now));
  }
}
