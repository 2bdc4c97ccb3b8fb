package spool.kernel.trace;

import java.util.List;

/// What the harts and the processes did over time, for a chart.
///
/// It is exact until a run has more spans than the recorder keeps; from then on spans shorter than
/// [#grain] are merged, each group taking the part of what fills most of it.
///
/// @param elapsed the time of the whole run, in cycles
/// @param grain the length in cycles below which spans were merged; 0 if none were
/// @param harts for each hart its spans, one after the other, without a gap
/// @param processes for each process of the account, in that order, its phases, without a gap
public record Timeline(
    long elapsed, long grain, List<List<Span>> harts, List<List<Phase>> processes) {
  /// What a hart did from cycle `from` to cycle `to`: [Activity#USER] is everything that it did
  /// with a task on it, programs and kernel alike; [Activity#KERNEL] the kernel's work without one.
  ///
  /// @param process which process of the account's list the task belonged to, or [#NO_PROCESS]
  public record Span(long from, long to, Activity activity, int process) {
    /// Of a span that no process had.
    public static final int NO_PROCESS = -1;

    /// How long it was, in cycles.
    public long length() {
      return to - from;
    }
  }

  /// What a process or a job did from cycle `from` to cycle `to`.
  public record Phase(long from, long to, Condition condition) {
    /// How long it was, in cycles.
    public long length() {
      return to - from;
    }
  }
}
