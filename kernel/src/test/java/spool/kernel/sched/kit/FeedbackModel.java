package spool.kernel.sched.kit;

import java.util.List;

/// Where a task stands by the rules of the multi-level feedback queue, worked out from what it has
/// run: at the top when it comes and after each boost, and a level lower for each allotment that it
/// has used up.
///
/// @param allotments how much CPU time each level gives, from the top; cycles
/// @param boost the time between boosts, which come at its multiples; cycles
/// @param forgets whether giving the hart up renews the allotment, as the rules forbid
record FeedbackModel(List<Long> allotments, long boost, boolean forgets) {
  /// The level of a task at `time`, 0 at the top, if `more` cycles are counted than it has run.
  int level(Timeline timeline, int tid, long time, long more) {
    long from = time / boost * boost;
    int level = 0;
    long used = more;
    long last = from;
    for (Timeline.Span span : timeline.runs(tid)) {
      used = forgets && span.from() > last ? 0 : used;
      used += span.overlap(from, time);
      last = span.to();
      while (used >= allotments.get(level) && level < allotments.size() - 1) {
        used -= allotments.get(level);
        level++;
      }
    }
    return level;
  }
}
