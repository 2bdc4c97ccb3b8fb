package spool.kernel.sched.kit.planted;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import spool.kernel.sched.Scheduler;
import spool.kernel.sched.TaskView;

/// A list of the ready tasks from which a test takes whom it likes.
abstract class FaultyQueue implements Scheduler {
  final List<TaskView> ready = new ArrayList<>();

  /// Whom of those that are allowed to take, of which there is one at least.
  abstract TaskView choose(int hart);

  @Override
  public String name() {
    return "faulty";
  }

  @Override
  public void ready(TaskView task, Reason reason, long now) {
    if (ready.contains(task)) {
      throw new IllegalStateException(task + " is ready already");
    }
    ready.add(task);
  }

  @Override
  public Optional<TaskView> next(int hart, long now) {
    if (allowed(hart).isEmpty()) {
      return Optional.empty();
    }
    TaskView chosen = choose(hart);
    ready.remove(chosen);
    return Optional.of(chosen);
  }

  @Override
  public void remove(TaskView task) {
    ready.remove(task);
  }

  @Override
  public int readyCount() {
    return ready.size();
  }

  /// Those of `ready` that may run on `hart`.
  List<TaskView> allowed(int hart) {
    return ready.stream().filter(task -> task.mayRunOn(hart)).toList();
  }
}
