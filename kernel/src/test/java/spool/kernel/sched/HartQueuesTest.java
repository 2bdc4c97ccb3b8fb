package spool.kernel.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import spool.kernel.sched.Scheduler.Departure;
import spool.kernel.sched.Scheduler.Reason;

/// Queues per hart: where tasks go, and who steals what.
class HartQueuesTest {
  private static final int HARTS = 3;

  private final HartQueues queues = new HartQueues(RoundRobin::new, HARTS);

  private static PlayedTask task(int tid, int hart) {
    PlayedTask task = new PlayedTask(tid, "t" + tid, 0, 1);
    task.hart = hart;
    return task;
  }

  private PlayedTask woken(int tid, int hart) {
    PlayedTask task = task(tid, hart);
    queues.ready(task, Reason.WOKEN, 0);
    return task;
  }

  private PlayedTask next(int hart) {
    PlayedTask task = (PlayedTask) queues.next(hart, 0).orElseThrow();
    task.hart = hart;
    return task;
  }

  @Test
  void whoWakesGoesToItsLastHart() {
    PlayedTask first = woken(1, 2);
    PlayedTask second = woken(2, 1);
    assertEquals(second, next(1));
    assertEquals(first, next(2));
  }

  @Test
  void whoMayNotRunThereGoesToTheLeastLoaded() {
    woken(1, 0);
    PlayedTask stranger = task(2, 1).harts(0b101);
    queues.ready(stranger, Reason.WOKEN, 0);
    assertEquals(stranger, next(2));
  }

  @Test
  void newTasksSpreadOut() {
    for (int tid = 1; tid <= HARTS; tid++) {
      queues.ready(task(tid, 0), Reason.CREATED, 0);
    }
    for (int hart = 0; hart < HARTS; hart++) {
      assertEquals(hart + 1, next(hart).tid());
    }
  }

  @Test
  void anIdleHartStealsFromTheLongestQueue() {
    woken(1, 0);
    PlayedTask second = woken(2, 1);
    PlayedTask third = woken(3, 1);
    assertEquals(second, next(2));
    assertEquals(2, queues.readyCount());
    assertEquals(third, next(1));
    // It belongs to the thief from then on.
    queues.ready(second, Reason.EXPIRED, 0);
    PlayedTask fourth = woken(4, 2);
    assertEquals(second, next(2));
    assertEquals(fourth, next(2));
  }

  @Test
  void aThiefPassesByWhatItMayNotRun() {
    PlayedTask pinned = task(1, 0).harts(0b001);
    queues.ready(pinned, Reason.WOKEN, 0);
    PlayedTask other = woken(2, 0);
    PlayedTask lone = woken(3, 1);
    assertEquals(other, next(2));
    assertEquals(lone, next(2));
    assertTrue(queues.next(2, 0).isEmpty());
    assertEquals(pinned, next(0));
  }

  @Test
  void aTaskTakesOnlyTheHartOfItsOwnQueue() {
    HartQueues priorities = new HartQueues(PriorityScheduling::new, 2);
    PlayedTask here = task(1, 0).nice(5);
    PlayedTask there = task(2, 1).nice(5);
    priorities.ready(here, Reason.WOKEN, 0);
    priorities.ready(there, Reason.WOKEN, 0);
    priorities.next(0, 0);
    priorities.next(1, 0);
    PlayedTask urgent = task(3, 0);
    priorities.ready(urgent, Reason.WOKEN, 0);
    assertTrue(priorities.preempts(urgent, here, 0));
    assertFalse(priorities.preempts(urgent, there, 0));
  }

  @Test
  void aTaskThatMayNoMoreRunOnItsHartMoves() {
    PlayedTask task = woken(1, 0);
    assertEquals(task, next(0));
    task.harts(0b010);
    queues.ready(task, Reason.PREEMPTED, 0);
    assertTrue(queues.next(0, 0).isEmpty());
    assertEquals(task, next(1));
  }

  @Test
  void whatLeavesIsForgotten() {
    PlayedTask task = woken(1, 1);
    queues.remove(task);
    queues.remove(task);
    assertEquals(0, queues.readyCount());
    queues.ready(task, Reason.MIGRATED, 0);
    assertEquals(task, next(0));
    queues.left(task, Departure.ENDED, 0);
    assertFalse(queues.next(0, 0).isPresent());
  }

  /// The policy of a queue is told of each who goes on in another, or leaves them all.
  @Test
  void aQueueIsToldOfWhoLeavesIt() {
    List<Departures> made = new ArrayList<>();
    HartQueues told =
        new HartQueues(
            () -> {
              made.add(new Departures());
              return made.getLast();
            },
            2);
    PlayedTask moved = task(1, 0);
    told.ready(moved, Reason.WOKEN, 0);
    told.next(0, 0);
    moved.harts(0b10);
    told.ready(moved, Reason.PREEMPTED, 0);
    assertEquals(List.of("1 MIGRATED"), made.get(0).noted());
    told.next(1, 0);
    told.left(moved, Departure.MIGRATED, 0);
    assertEquals(List.of("1 MIGRATED"), made.get(1).noted());
    told.ready(task(2, 0), Reason.WOKEN, 0);
    told.next(1, 0);
    assertEquals(List.of("1 MIGRATED", "2 MIGRATED"), made.get(0).noted(), "it was stolen");
  }
}
