package spool.emulator.machine;

/// Why a run ended.
public sealed interface Outcome {
  /// The guest switched the machine off.
  record PoweredOff(int status) implements Outcome {}

  /// The guest asked for a restart from the beginning.
  record ResetRequested() implements Outcome {}

  /// The host asked for a stop; the machine can run on.
  record Stopped() implements Outcome {}

  /// A debugger paused it ([Machine#requestPause], [spool.emulator.hart.Hart#pauseAt]); the machine
  /// runs on as if it had not been.
  record Paused() implements Outcome {}

  /// Every hart waits, no event will come, and no source of outside input is open.
  record IdleForever() implements Outcome {}
}
