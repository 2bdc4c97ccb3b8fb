package spool.emulator.device;

/// How long an arm takes to another cylinder.
@FunctionalInterface
public interface SeekCurve {
  /// Cycles of one nanosecond for `distance` cylinders, at least one.
  long cycles(int distance);
}
