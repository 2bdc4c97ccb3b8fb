package spool.emulator.machine;

/// Sees the interleaving: which hart goes on from where, and when.
@FunctionalInterface
public interface SliceListener {
  /// Hart number `hart` begins a slice at `pc` with its clock at `cycle`.
  void begins(long cycle, int hart, long pc);
}
