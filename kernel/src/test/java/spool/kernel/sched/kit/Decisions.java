package spool.kernel.sched.kit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The choices of a policy, read off a history.
public final class Decisions {
  /// That a task was taken while others were ready.
  ///
  /// @param runs when, where and who
  /// @param ready since when the one taken was ready
  /// @param waiting the others, in the order in which they became ready
  public record Decision(History.Runs runs, History.Ready ready, List<History.Ready> waiting) {
    /// The task that was taken.
    public int tid() {
      return runs.tid();
    }
  }

  private Decisions() {}

  /// All of a history, in their order.
  public static List<Decision> of(History history) {
    List<Decision> decisions = new ArrayList<>();
    Map<Integer, History.Ready> waiting = new LinkedHashMap<>();
    for (History.Event event : history.events()) {
      if (event instanceof History.Ready ready) {
        waiting.put(ready.tid(), ready);
      } else if (event instanceof History.Runs runs) {
        History.Ready taken = waiting.remove(runs.tid());
        if (taken != null) {
          decisions.add(new Decision(runs, taken, List.copyOf(waiting.values())));
        }
      }
    }
    return decisions;
  }
}
