package spool.kernel.sched;

import java.util.ArrayList;
import java.util.List;
import spool.kernel.sched.kit.planted.FaultyScheduler;

/// A round robin that notes who has left it, and why.
final class Departures extends FaultyScheduler {
  private final List<String> noted = new ArrayList<>();

  Departures() {
    super(new RoundRobin());
  }

  /// What was noted, as `TID DEPARTURE`.
  List<String> noted() {
    return noted;
  }

  @Override
  public void left(TaskView task, Departure departure, long now) {
    noted.add(task.tid() + " " + departure);
    super.left(task, departure, now);
  }
}
