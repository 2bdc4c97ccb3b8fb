package spool.kernel.sched.kit;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import spool.kernel.sched.Scheduler;
import spool.kernel.sched.Scheduler.Departure;
import spool.kernel.sched.Scheduler.Reason;
import spool.kernel.sched.TaskView;

/// Calls to a policy in any order that a machine may make, followed with a plain set of those that
/// are ready: tasks become ready, run, are preempted, wait, move to another queue and vanish.
///
/// @param steps what happens, one after the other
public record CallSequence(List<Call> steps) {
  /// What happens next: `choice` selects among what is possible on or around a hart.
  public record Call(int choice, int hart) {
    @Override
    public String toString() {
      return choice + "@" + hart;
    }
  }

  private static final int HARTS = 3;
  private static final int TASKS = 6;
  private static final long TICK = 1_000_000;
  private static final int KINDS = 5;

  @Override
  public String toString() {
    return steps.stream().map(Call::toString).collect(Collectors.joining(" "));
  }

  /// Makes the calls, and throws an [AssertionError] that names the broken [Law].
  public void check(Scheduler scheduler) {
    new Play(scheduler).play(steps);
  }

  private static final class Play {
    private final Scheduler scheduler;
    private final List<SimulatedTask> waiting = new ArrayList<>();
    private final Set<TaskView> ready = new LinkedHashSet<>();
    private final List<Optional<SimulatedTask>> running = new ArrayList<>();
    private long now;

    Play(Scheduler scheduler) {
      this.scheduler = scheduler;
      for (int tid = 1; tid <= TASKS; tid++) {
        long affinity = tid == TASKS ? 1 : -1;
        Job job = Job.of(0, Long.MAX_VALUE / 2).withAffinity(affinity).withNice(tid);
        waiting.add(new SimulatedTask(tid, job, () -> now));
      }
      for (int hart = 0; hart < HARTS; hart++) {
        running.add(Optional.empty());
      }
    }

    void play(List<Call> calls) {
      for (Call call : calls) {
        now += TICK;
        int hart = Math.floorMod(call.hart, HARTS);
        int detail = call.choice / KINDS;
        switch (Math.floorMod(call.choice, KINDS)) {
          case 0, 1 -> wake(detail);
          case 2 -> dispatch(hart);
          case 3 -> vacate(hart, detail);
          default -> vanish(detail);
        }
        require(ready.size() == scheduler.readyCount(), Law.ONE_QUEUE, "readyCount");
      }
      drain();
    }

    private void require(boolean holds, Law law, Object what) {
      if (!holds) {
        throw new AssertionError("%s is broken by %s: %s".formatted(law, scheduler.name(), what));
      }
    }

    private void wake(int choice) {
      if (!waiting.isEmpty()) {
        SimulatedTask task = waiting.remove(Math.floorMod(choice, waiting.size()));
        Reason reason = task.cpuCycles() == 0 ? Reason.CREATED : Reason.WOKEN;
        makeReady(task, choice % 3 == 0 ? Reason.MIGRATED : reason);
      }
    }

    private void makeReady(SimulatedTask task, Reason reason) {
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
      require(possible == next.isPresent(), Law.WORK_CONSERVATION, next);
      next.ifPresent(task -> take(task, hart));
      running.set(hart, next.map(SimulatedTask.class::cast));
    }

    private void take(TaskView task, int hart) {
      require(ready.remove(task), Law.READY_FIRST, task);
      require(task.mayRunOn(hart), Law.AFFINITY, task);
      require(scheduler.quantum(task, now) > 0, Law.SOUND, "quantum");
      ((SimulatedTask) task).start(hart, now);
    }

    private void vacate(int hart, int choice) {
      Optional<SimulatedTask> found = running.set(hart, Optional.empty());
      if (found.isEmpty()) {
        return;
      }
      SimulatedTask task = found.get();
      task.stop(now);
      switch (Math.floorMod(choice, 6)) {
        case 0 -> makeReady(task, Reason.EXPIRED);
        case 1 -> makeReady(task, Reason.YIELDED);
        case 2 -> makeReady(task, Reason.PREEMPTED);
        case 3 -> leave(task, Departure.STOPPED);
        case 4 -> leave(task, Departure.MIGRATED);
        default -> leave(task, Departure.BLOCKED);
      }
    }

    private void leave(SimulatedTask task, Departure departure) {
      scheduler.left(task, departure, now);
      waiting.add(task);
    }

    private void vanish(int choice) {
      if (!ready.isEmpty()) {
        TaskView task = List.copyOf(ready).get(Math.floorMod(choice, ready.size()));
        ready.remove(task);
        scheduler.remove(task);
        scheduler.remove(task);
        waiting.add((SimulatedTask) task);
      }
    }

    /// Whoever is ready gets its turn in the end, once.
    private void drain() {
      int left = ready.size();
      for (int turn = 0; turn < left; turn++) {
        Optional<TaskView> task = scheduler.next(0, now);
        require(task.isPresent(), Law.ENDS, ready);
        require(ready.remove(task.orElseThrow()), Law.READY_FIRST, task);
      }
      require(scheduler.next(0, now).isEmpty(), Law.READY_FIRST, "one too many");
    }
  }
}
