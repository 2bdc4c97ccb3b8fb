package spool.kernel.sched.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import spool.kernel.sched.Scheduler.Reason;

/// First come, first served: dispatches in the order of the times at which tasks became ready, at
/// one time in the order in which they were handed in, and takes no hart away.
public abstract class FirstComeContract extends SchedulerContract {
  @Provide
  Arbitrary<Workload> mixed() {
    return given(Workloads.mixed(3));
  }

  @Property
  void dispatchesInTheOrderOfReadiness(@ForAll("mixed") Workload workload) {
    check(inspect(run(workload, this::standard)));
  }

  @Override
  protected OptionalLong longestWait(Workload workload) {
    return OptionalLong.of(turnsOfAll(workload, Long.MAX_VALUE));
  }

  /// Holds a trial, whose jobs may run on every hart, against a plain queue.
  static Trial inspect(Trial trial) {
    List<Integer> queue = new ArrayList<>();
    for (History.Event event : trial.history().events()) {
      switch (event) {
        case History.Ready ready -> queue.add(ready.tid());
        case History.Runs runs -> {
          int first = queue.isEmpty() ? runs.tid() : queue.getFirst();
          trial.require(
              first == runs.tid(),
              Law.FIRST_COME,
              runs.time(),
              "task %d was dispatched before task %d",
              runs.tid(),
              first);
          queue.remove(Integer.valueOf(runs.tid()));
        }
        case History.GaveUp gaveUp ->
            trial.require(
                gaveUp.reason() == Reason.YIELDED,
                Law.FIRST_COME,
                gaveUp.time(),
                "task %d lost its hart",
                gaveUp.tid());
        case History.Left _, History.Spent _, History.Marked _ -> {}
      }
    }
    return trial;
  }
}
