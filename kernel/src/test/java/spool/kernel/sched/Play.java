package spool.kernel.sched;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import spool.kernel.sched.Scheduler.Departure;
import spool.kernel.sched.Scheduler.Reason;

/// Plays the example of a book under a policy, with free switches, one cycle after the other.
///
/// What happens in one cycle: the bursts that are over end, those that come or wake become ready,
/// quanta end, harts that must are given up, free harts are filled.
final class Play {
  private final Scheduler scheduler;
  private final List<PlayedTask> tasks = new ArrayList<>();
  private final Map<PlayedTask, Long> waking = new LinkedHashMap<>();
  private final Map<PlayedTask, Long> finished = new LinkedHashMap<>();
  private final Map<PlayedTask, Long> begun = new LinkedHashMap<>();
  private final List<Optional<PlayedTask>> harts = new ArrayList<>();
  private final List<StringBuilder> charts = new ArrayList<>();
  private final long[] turnEnds;
  private long now;
  private long change = Long.MAX_VALUE;

  Play(Scheduler scheduler, int hartCount) {
    this.scheduler = scheduler;
    turnEnds = new long[hartCount];
    for (int hart = 0; hart < hartCount; hart++) {
      harts.add(Optional.empty());
      charts.add(new StringBuilder());
    }
  }

  /// The example on one hart.
  Play(Scheduler scheduler) {
    this(scheduler, 1);
  }

  /// Adds a task that comes at `arrival` and then computes and waits in turn.
  PlayedTask task(String name, long arrival, long... bursts) {
    PlayedTask task = new PlayedTask(tasks.size() + 1, name, arrival, bursts);
    tasks.add(task);
    return task;
  }

  /// Goes on until all have ended, or until `end`.
  Play until(long end) {
    while (now < end && finished.size() < tasks.size()) {
      step();
    }
    return this;
  }

  private void step() {
    endBursts();
    if (finished.size() == tasks.size()) {
      return;
    }
    arrive();
    endTurns();
    changeMind();
    for (int hart = 0; hart < harts.size(); hart++) {
      fill(hart);
    }
    change = scheduler.nextChange(now);
    for (int hart = 0; hart < harts.size(); hart++) {
      charts.get(hart).append(harts.get(hart).map(PlayedTask::name).orElse("."));
      harts.get(hart).ifPresent(Play::compute);
    }
    now++;
  }

  private static void compute(PlayedTask task) {
    task.cpuCycles++;
    task.left--;
  }

  private void endBursts() {
    for (int hart = 0; hart < harts.size(); hart++) {
      Optional<PlayedTask> done = harts.get(hart).filter(task -> task.left == 0);
      if (done.isPresent()) {
        harts.set(hart, Optional.empty());
        endBurst(done.get());
      }
    }
  }

  private void endBurst(PlayedTask task) {
    if (task.burst + 1 < task.bursts.size()) {
      waking.put(task, now + task.bursts.get(task.burst + 1));
      scheduler.left(task, Departure.BLOCKED, now);
    } else {
      finished.put(task, now);
      scheduler.left(task, Departure.ENDED, now);
    }
  }

  private void arrive() {
    for (PlayedTask task : tasks) {
      if (task.arrival == now) {
        ready(task, Reason.CREATED);
      } else if (waking.getOrDefault(task, -1L) == now) {
        waking.remove(task);
        task.burst += 2;
        task.left = task.bursts.get(task.burst);
        ready(task, Reason.WOKEN);
      }
    }
  }

  private void ready(PlayedTask task, Reason reason) {
    scheduler.ready(task, reason, now);
    if (harts.stream().noneMatch(Optional::isEmpty)) {
      preemptFor(task);
    }
  }

  private void preemptFor(PlayedTask task) {
    int found = -1;
    for (int hart = 0; hart < harts.size(); hart++) {
      if (task.mayRunOn(hart)
          && scheduler.preempts(task, on(hart), now)
          && (found < 0 || scheduler.preempts(on(found), on(hart), now))) {
        found = hart;
      }
    }
    if (found >= 0) {
      giveUp(found, Reason.PREEMPTED);
    }
  }

  private PlayedTask on(int hart) {
    return harts.get(hart).orElseThrow();
  }

  private void giveUp(int hart, Reason reason) {
    PlayedTask task = on(hart);
    harts.set(hart, Optional.empty());
    scheduler.ready(task, reason, now);
  }

  private void endTurns() {
    for (int hart = 0; hart < harts.size(); hart++) {
      if (harts.get(hart).isPresent() && turnEnds[hart] == now) {
        giveUp(hart, Reason.EXPIRED);
      }
    }
  }

  private void changeMind() {
    for (int hart = 0; hart < harts.size(); hart++) {
      if (change <= now && harts.get(hart).isPresent()) {
        giveUp(hart, Reason.PREEMPTED);
      }
    }
  }

  private void fill(int hart) {
    if (harts.get(hart).isPresent()) {
      return;
    }
    Optional<PlayedTask> next = scheduler.next(hart, now).map(PlayedTask.class::cast);
    harts.set(hart, next);
    if (next.isPresent()) {
      PlayedTask task = next.get();
      task.hart = hart;
      begun.putIfAbsent(task, now);
      long quantum = scheduler.quantum(task, now);
      turnEnds[hart] = quantum == Long.MAX_VALUE ? -1 : now + quantum;
    }
  }

  /// What `hart` did in each cycle, a letter each, a dot for nothing.
  String chart(int hart) {
    return charts.get(hart).toString();
  }

  /// What hart 0 did.
  String chart() {
    return chart(0);
  }

  long finish(PlayedTask task) {
    return finished.getOrDefault(task, Long.MAX_VALUE);
  }

  double meanTurnaround() {
    return tasks.stream().mapToLong(task -> finish(task) - task.arrival).average().orElseThrow();
  }

  double meanResponse() {
    return tasks.stream()
        .mapToLong(task -> begun.getOrDefault(task, Long.MAX_VALUE) - task.arrival)
        .average()
        .orElseThrow();
  }

  /// Of tasks that only compute.
  double meanWaiting() {
    return tasks.stream()
        .mapToLong(task -> finish(task) - task.arrival - task.cpuCycles)
        .average()
        .orElseThrow();
  }
}
