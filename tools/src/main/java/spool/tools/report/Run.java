package spool.tools.report;

import spool.kernel.trace.RunAccount;
import spool.kernel.trace.Timeline;

/// One run to be reported, alone or beside others.
///
/// @param mode the operating mode, as `batch`
/// @param scheduler the policy with its parameters, as `rr` or `mlfq:levels=4`
/// @param seed of the machine
/// @param account what the run came to
/// @param timeline what happened when
public record Run(String mode, String scheduler, long seed, RunAccount account, Timeline timeline) {
  /// How many harts the machine had.
  public int harts() {
    return account.harts().size();
  }

  /// The timeline in the Trace Event Format, for ui.perfetto.dev.
  public String perfetto() {
    return PerfettoTrace.of(this);
  }

  /// What distinguishes it from others, in one line.
  String title() {
    int harts = harts();
    return "%s, %s, %d %s, seed %d"
        .formatted(mode, scheduler, harts, harts == 1 ? "hart" : "harts", seed);
  }
}
