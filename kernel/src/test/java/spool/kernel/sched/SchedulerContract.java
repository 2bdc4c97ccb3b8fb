package spool.kernel.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import spool.kernel.sched.Scheduler.Reason;

/// What every policy owes the kernel, checked against a plain set of those that are ready, while a
/// test plays tasks that become ready, run, are preempted, wait and vanish.
final class SchedulerContract {
  /// What happens next: `choice` selects among what is possible.
  record Step(int choice, int hart) {}

  private static final int HARTS = 3;
  private static final int TASKS = 6;
  private static final long TICK = 1_000;

  private final Scheduler scheduler;
  private final List<ManualTask> waiting = new ArrayList<>();
  private final Set<TaskView> ready = new LinkedHashSet<>();
  private final List<Optional<ManualTask>> running = new ArrayList<>();
  private long now;

  SchedulerContract(Scheduler scheduler) {
    this.scheduler = scheduler;
    for (int tid = 1; tid <= TASKS; tid++) {
      waiting.add(new ManualTask(tid, tid == TASKS ? 1 : -1));
    }
    for (int hart = 0; hart < HARTS; hart++) {
      running.add(Optional.empty());
    }
  }

  void check(List<Step> steps) {
    for (Step step : steps) {
      now += TICK;
      int hart = Math.floorMod(step.hart, HARTS);
      switch (Math.floorMod(step.choice, 5)) {
        case 0, 1 -> wake(step.choice);
        case 2 -> dispatch(hart);
        case 3 -> stopRunning(hart, step.choice);
        default -> vanish(step.choice);
      }
      assertEquals(ready.size(), scheduler.readyCount());
    }
    drain();
  }

  private void wake(int choice) {
    if (!waiting.isEmpty()) {
      makeReady(waiting.remove(Math.floorMod(choice / 5, waiting.size())), Reason.WOKEN);
    }
  }

  private void makeReady(ManualTask task, Reason reason) {
    ready.add(task);
    scheduler.ready(task, reason, now);
  }

  /// A hart gets a task if and only if one that may run there is ready, and nobody else has it.
  private void dispatch(int hart) {
    if (running.get(hart).isPresent()) {
      return;
    }
    boolean possible = ready.stream().anyMatch(task -> task.mayRunOn(hart));
    Optional<TaskView> next = scheduler.next(hart, now);
    assertEquals(possible, next.isPresent(), "work conservation");
    next.ifPresent(
        task -> {
          assertTrue(ready.remove(task), task + " was not ready");
          assertTrue(task.mayRunOn(hart), task + " may not run on hart " + hart);
          assertTrue(scheduler.quantum(task, now) > 0);
        });
    running.set(hart, next.map(ManualTask.class::cast));
  }

  private void stopRunning(int hart, int choice) {
    Optional<ManualTask> task = running.set(hart, Optional.empty());
    if (task.isPresent()) {
      task.get().run(TICK);
      switch (Math.floorMod(choice / 5, 3)) {
        case 0 -> makeReady(task.get(), Reason.EXPIRED);
        case 1 -> makeReady(task.get(), Reason.YIELDED);
        default -> waiting.add(task.get());
      }
    }
  }

  private void vanish(int choice) {
    if (!ready.isEmpty()) {
      TaskView task = List.copyOf(ready).get(Math.floorMod(choice / 5, ready.size()));
      ready.remove(task);
      scheduler.remove(task);
      waiting.add((ManualTask) task);
    }
  }

  /// Whoever is ready gets its turn in the end, once.
  private void drain() {
    int left = ready.size();
    for (int turn = 0; turn < left; turn++) {
      TaskView task = scheduler.next(0, now).orElseThrow();
      assertTrue(ready.remove(task), task + " came twice or unasked");
    }
    assertFalse(scheduler.next(0, now).isPresent());
  }
}
