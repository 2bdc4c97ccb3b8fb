package spool.kernel.sched.kit.planted;

import java.util.List;
import java.util.Optional;
import spool.kernel.sched.Attributes;
import spool.kernel.sched.Parameter;
import spool.kernel.sched.Scheduler;
import spool.kernel.sched.TaskView;

/// A policy that is as another one, for a test to break in one place.
public class FaultyScheduler implements Scheduler {
  private final Scheduler sound;

  /// A policy that is as `sound`.
  public FaultyScheduler(Scheduler sound) {
    this.sound = sound;
  }

  @Override
  public String name() {
    return "faulty " + sound.name();
  }

  @Override
  public boolean servesDeadlines() {
    return sound.servesDeadlines();
  }

  @Override
  public boolean admits(TaskView task, Attributes wanted) {
    return sound.admits(task, wanted);
  }

  @Override
  public List<Parameter> parameters() {
    return sound.parameters();
  }

  @Override
  public void ready(TaskView task, Reason reason, long now) {
    sound.ready(task, reason, now);
  }

  @Override
  public Optional<TaskView> next(int hart, long now) {
    return sound.next(hart, now);
  }

  @Override
  public long quantum(TaskView task, long now) {
    return sound.quantum(task, now);
  }

  @Override
  public boolean preempts(TaskView candidate, TaskView running, long now) {
    return sound.preempts(candidate, running, now);
  }

  @Override
  public void left(TaskView task, Departure departure, long now) {
    sound.left(task, departure, now);
  }

  @Override
  public void remove(TaskView task) {
    sound.remove(task);
  }

  @Override
  public int readyCount() {
    return sound.readyCount();
  }

  @Override
  public long nextChange(long now) {
    return sound.nextChange(now);
  }
}
