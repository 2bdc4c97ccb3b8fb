package spool.emulator.device;

/// Virtual time as devices see it, in cycles of one nanosecond.
public interface VirtualTime {
  /// A scheduled action that can still be called off.
  @FunctionalInterface
  interface Alarm {
    /// Forgets the action; nothing happens if it has run.
    void cancel();
  }

  /// The time of the access or of the alarm that is being handled.
  long now();

  /// Runs `action` at `time`, or as soon as possible when that is past.
  Alarm schedule(long time, Runnable action);
}
