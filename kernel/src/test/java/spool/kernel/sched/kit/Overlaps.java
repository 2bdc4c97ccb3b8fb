package spool.kernel.sched.kit;

import java.util.ArrayList;
import java.util.List;

/// The spans of time in which one task ran while another waited that could have run in its place,
/// beyond the time that it takes a hart to change that.
public final class Overlaps {
  /// That a task ran while another waited.
  ///
  /// @param running who ran
  /// @param waiting who waited
  /// @param from the first cycle in which both is so
  /// @param to the cycle after the last
  public record Overlap(int running, int waiting, long from, long to) {}

  private Overlaps() {}

  /// All of a trial, whose jobs keep their affinity.
  public static List<Overlap> of(Trial trial) {
    List<Overlap> overlaps = new ArrayList<>();
    List<Timeline.Span> waits = trial.timeline().waits();
    for (Timeline.Span run : trial.timeline().runs()) {
      for (Timeline.Span wait : waits) {
        if (run.overlap(wait.from(), wait.to()) > trial.reaction()
            && (trial.workload().job(wait.tid()).affinity() >>> run.hart() & 1) != 0) {
          overlaps.add(
              new Overlap(
                  run.tid(),
                  wait.tid(),
                  Math.max(run.from(), wait.from()) + trial.reaction(),
                  Math.min(run.to(), wait.to())));
        }
      }
    }
    return overlaps;
  }
}
