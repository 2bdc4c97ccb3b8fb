package spool.kernel.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import spool.kernel.sched.Scheduler.Reason;

/// The bounds of round robin for tasks that are always ready, on one hart.
class RoundRobinProperties {
  @Property(tries = 200)
  void noTaskWaitsLongerThanTheOthersQuanta(
      @ForAll @IntRange(min = 1, max = 12) int count,
      @ForAll @IntRange(min = 1, max = 500) int quantum,
      @ForAll @IntRange(max = 50) int switchCost) {
    List<ManualTask> tasks = tasks(count);
    RoundRobin scheduler = scheduler(quantum, tasks);
    long[] leftAt = new long[count + 1];
    long now = 0;
    for (int turn = 0; turn < 5 * count; turn++) {
      now += switchCost;
      ManualTask task = (ManualTask) scheduler.next(0, now).orElseThrow();
      long gap = now - leftAt[task.tid()];
      assertTrue(gap <= (count - 1L) * (quantum + switchCost) + switchCost, "waited " + gap);
      now += scheduler.quantum(task, now);
      task.run(quantum);
      leftAt[task.tid()] = now;
      scheduler.ready(task, Reason.EXPIRED, now);
      assertTrue(spread(tasks) <= quantum, "services differ by " + spread(tasks));
    }
  }

  private static List<ManualTask> tasks(int count) {
    List<ManualTask> tasks = new ArrayList<>();
    for (int tid = 1; tid <= count; tid++) {
      tasks.add(new ManualTask(tid, -1));
    }
    return tasks;
  }

  private static RoundRobin scheduler(long quantum, List<ManualTask> tasks) {
    RoundRobin scheduler = new RoundRobin(quantum);
    tasks.forEach(task -> scheduler.ready(task, Reason.CREATED, 0));
    return scheduler;
  }

  private static long spread(List<ManualTask> tasks) {
    long most = tasks.stream().mapToLong(ManualTask::cpuCycles).max().orElseThrow();
    return most - tasks.stream().mapToLong(ManualTask::cpuCycles).min().orElseThrow();
  }

  @Example
  void aQuantumThatNobodyUsesUpIsFirstComeFirstServed() {
    List<ManualTask> tasks = tasks(4);
    RoundRobin scheduler = scheduler(1_000, tasks);
    for (ManualTask task : tasks) {
      assertEquals(task, scheduler.next(0, 0).orElseThrow());
    }
  }

  @Example
  void aTaskThatIsReadyCannotBecomeReady() {
    List<ManualTask> tasks = tasks(1);
    RoundRobin scheduler = scheduler(1, tasks);
    assertThrows(
        IllegalStateException.class, () -> scheduler.ready(tasks.getFirst(), Reason.WOKEN, 0));
  }

  @Example
  void aQuantumIsPositive() {
    assertThrows(IllegalArgumentException.class, () -> new RoundRobin(0));
  }
}
