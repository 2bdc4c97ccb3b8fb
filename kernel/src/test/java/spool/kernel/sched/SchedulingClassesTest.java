package spool.kernel.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import spool.kernel.sched.Attributes.Policy;
import spool.kernel.sched.Scheduler.Departure;
import spool.kernel.sched.Scheduler.Reason;

/// The classes of sched(7) and the rules of its real-time lists.
class SchedulingClassesTest {
  private static final long QUANTUM = SchedulingClasses.ROUND_ROBIN_QUANTUM;

  private final SchedulingClasses policy = new SchedulingClasses(new FirstComeFirstServed(), 1);
  private int lastTid;

  private PlayedTask task(Attributes attributes) {
    PlayedTask task = new PlayedTask(++lastTid, "t" + lastTid, 0, 1).attributes(attributes);
    policy.ready(task, Reason.CREATED, 0);
    return task;
  }

  private PlayedTask fifo(int priority) {
    return task(Attributes.realTime(Policy.SCHED_FIFO, priority));
  }

  private static Attributes normal(Policy of) {
    return new Attributes(of, 0, 0, 0, 0);
  }

  private void expectNext(PlayedTask... tasks) {
    for (PlayedTask each : tasks) {
      assertEquals(each, policy.next(0, 0).orElseThrow());
    }
  }

  @Test
  void classesRunInTheirOrder() {
    PlayedTask idle = task(normal(Policy.SCHED_IDLE));
    PlayedTask first = task(Attributes.NORMAL);
    PlayedTask batch = task(normal(Policy.SCHED_BATCH));
    PlayedTask low = fifo(1);
    PlayedTask high = task(Attributes.realTime(Policy.SCHED_RR, 99));
    PlayedTask deadline = task(Attributes.periodic(10, 100, 100));
    assertEquals(6, policy.readyCount());
    expectNext(deadline, high, low, first, batch, idle);
    assertTrue(policy.next(0, 0).isEmpty());
  }

  @Test
  void aClassAbovePreemptsOneBelow() {
    PlayedTask running = task(Attributes.NORMAL);
    expectNext(running);
    PlayedTask idle = task(normal(Policy.SCHED_IDLE));
    PlayedTask other = task(Attributes.NORMAL);
    PlayedTask low = fifo(1);
    PlayedTask deadline = task(Attributes.periodic(10, 100, 100));
    assertFalse(policy.preempts(idle, running, 0));
    assertFalse(policy.preempts(other, running, 0), "the chosen policy does not preempt");
    assertTrue(policy.preempts(low, running, 0));
    assertTrue(policy.preempts(deadline, running, 0));
    expectNext(deadline, low, other);
    assertTrue(policy.preempts(running, idle, 0));
  }

  @Test
  void aThrottledTaskPreemptsNobody() {
    PlayedTask deadline = task(Attributes.periodic(10, 100, 100));
    expectNext(deadline);
    deadline.cpuCycles += 10;
    policy.ready(deadline, Reason.EXPIRED, 10);
    PlayedTask running = task(Attributes.NORMAL);
    expectNext(running);
    assertFalse(policy.preempts(deadline, running, 10));
    assertEquals(100, policy.nextChange(10));
    assertTrue(policy.preempts(deadline, running, 100));
  }

  @Test
  void aBatchTaskPreemptsNoNormalOne() {
    SchedulingClasses shortest = new SchedulingClasses(new ShortestRemainingTimeFirst(), 1);
    PlayedTask running = new PlayedTask(1, "a", 0, 1).attributes(Attributes.estimated(100));
    shortest.ready(running, Reason.CREATED, 0);
    shortest.next(0, 0);
    PlayedTask batch =
        new PlayedTask(2, "b", 0, 1).attributes(new Attributes(Policy.SCHED_BATCH, 0, 5, 0, 0));
    shortest.ready(batch, Reason.CREATED, 0);
    assertFalse(shortest.preempts(batch, running, 0));
    batch.attributes(Attributes.estimated(5));
    assertTrue(shortest.preempts(batch, running, 0));
  }

  @Test
  void aPreemptedFifoTaskStaysAtTheHeadOfItsList() {
    PlayedTask first = fifo(5);
    PlayedTask second = fifo(5);
    expectNext(first);
    first.cpuCycles += 3 * QUANTUM;
    policy.ready(first, Reason.PREEMPTED, 0);
    expectNext(first, second);
  }

  @Test
  void whoWakesOrYieldsGoesToTheTail() {
    PlayedTask first = fifo(5);
    PlayedTask second = fifo(5);
    PlayedTask third = fifo(5);
    expectNext(first);
    policy.ready(first, Reason.YIELDED, 0);
    expectNext(second);
    policy.left(second, Departure.BLOCKED, 0);
    policy.ready(second, Reason.WOKEN, 0);
    expectNext(third, first, second);
  }

  @Test
  void aRoundRobinTaskHasAQuantumAndKeepsItsRest() {
    PlayedTask first = task(Attributes.realTime(Policy.SCHED_RR, 5));
    PlayedTask second = task(Attributes.realTime(Policy.SCHED_RR, 5));
    expectNext(first);
    assertEquals(QUANTUM, policy.quantum(first, 0));
    first.cpuCycles += 40;
    policy.ready(first, Reason.PREEMPTED, 40);
    expectNext(first);
    assertEquals(QUANTUM - 40, policy.quantum(first, 40));
    first.cpuCycles += QUANTUM - 40;
    policy.ready(first, Reason.EXPIRED, QUANTUM);
    expectNext(second, first);
    assertEquals(QUANTUM, policy.quantum(first, 0));
    assertEquals(Long.MAX_VALUE, policy.quantum(fifo(1), 0));
  }

  @Test
  void aChangedPriorityMovesToTheEndOfTheNewList() {
    PlayedTask low = fifo(3);
    PlayedTask high = fifo(5);
    PlayedTask middle = fifo(4);
    change(low, 4);
    change(high, 4);
    // Raised: behind the one that is there; lowered: before it.
    expectNext(high, middle, low);
  }

  @Test
  void anUnchangedPriorityKeepsItsPlace() {
    PlayedTask first = fifo(3);
    PlayedTask second = fifo(3);
    change(first, 3);
    expectNext(first, second);
  }

  private void change(PlayedTask task, int priority) {
    policy.remove(task);
    task.attributes(Attributes.realTime(Policy.SCHED_FIFO, priority));
    policy.ready(task, Reason.MIGRATED, 0);
  }

  @Test
  void whoChangesItsClassWhileItRunsIsNewInTheOther() {
    PlayedTask running = task(Attributes.NORMAL);
    PlayedTask other = task(Attributes.NORMAL);
    expectNext(running);
    running.attributes(Attributes.realTime(Policy.SCHED_FIFO, 1));
    policy.ready(running, Reason.PREEMPTED, 0);
    assertEquals(2, policy.readyCount());
    expectNext(running, other);
    running.attributes(Attributes.NORMAL);
    policy.left(running, Departure.BLOCKED, 0);
    policy.ready(running, Reason.WOKEN, 0);
    expectNext(running);
  }

  /// A policy that goes on counting one who has left it would give the others less than their
  /// share.
  @Test
  void aPolicyIsToldOfWhoLeavesIt() {
    Departures normal = new Departures();
    SchedulingClasses classes = new SchedulingClasses(normal, 1);
    PlayedTask first = new PlayedTask(1, "a", 0, 1);
    PlayedTask second = new PlayedTask(2, "b", 0, 1);
    classes.ready(first, Reason.CREATED, 0);
    classes.ready(second, Reason.CREATED, 0);
    classes.next(0, 0);
    first.attributes(Attributes.realTime(Policy.SCHED_FIFO, 1));
    classes.ready(first, Reason.PREEMPTED, 0);
    assertEquals(List.of("1 MIGRATED"), normal.noted());
    classes.next(0, 0);
    classes.left(first, Departure.BLOCKED, 0);
    classes.next(0, 0);
    classes.left(second, Departure.MIGRATED, 0);
    assertEquals(List.of("1 MIGRATED", "2 MIGRATED"), normal.noted());
  }

  @Test
  void aPolicyForDeadlinesTakesTheirClass() {
    SchedulingClasses monotonic = new SchedulingClasses(new RateMonotonic(), 1);
    PlayedTask normal = new PlayedTask(1, "n", 0, 1);
    PlayedTask slow = new PlayedTask(2, "s", 0, 1).attributes(Attributes.periodic(10, 100, 100));
    PlayedTask fast = new PlayedTask(3, "f", 0, 1).attributes(Attributes.periodic(10, 50, 50));
    monotonic.ready(normal, Reason.CREATED, 0);
    monotonic.ready(slow, Reason.CREATED, 0);
    monotonic.ready(fast, Reason.CREATED, 0);
    assertEquals("rm", monotonic.name());
    assertEquals(fast, monotonic.next(0, 0).orElseThrow());
    assertEquals(slow, monotonic.next(0, 0).orElseThrow());
    assertEquals(normal, monotonic.next(0, 0).orElseThrow());
    assertEquals(10_000_000, monotonic.quantum(normal, 0), "the rest is served by round robin");
  }

  @Test
  void aTaskIsReadyOnce() {
    PlayedTask task = task(Attributes.NORMAL);
    assertThrows(IllegalStateException.class, () -> policy.ready(task, Reason.WOKEN, 0));
    policy.remove(task);
    assertEquals(0, policy.readyCount());
    policy.remove(task);
  }

  @Test
  void aChoiceIsMadeOfItsText() {
    SchedulerChoice choice =
        SchedulerChoice.of(
            new Policies(),
            "mlfq:levels=2",
            Map.of("quantum", "7ms"),
            SchedulerChoice.Queues.PER_HART);
    Scheduler made = choice.make(2, Settings.standard()::random);
    PlayedTask task = new PlayedTask(1, "a", 0, 1);
    made.ready(task, Reason.CREATED, 0);
    assertEquals(task, made.next(1, 0).orElseThrow());
    assertEquals(7_000_000, made.quantum(task, 0));
    assertEquals("stride", choice.with("stride").text());
    for (String bad : new String[] {"best", "mlfq:levels", "mlfq:levels=0", "rr:quantum=0ms"}) {
      assertThrows(IllegalArgumentException.class, () -> choice.with(bad), bad);
    }
  }
}
