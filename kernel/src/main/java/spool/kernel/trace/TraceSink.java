package spool.kernel.trace;

/// Where the kernel tells what happens, in order.
///
/// Whoever composes an event asks [#isOn] first when the text is not at hand.
public interface TraceSink {
  /// The hart number of an event that belongs to none.
  int NO_HART = -1;

  /// The task number of an event that belongs to none.
  int NO_TASK = 0;

  /// Takes nothing.
  TraceSink OFF =
      new TraceSink() {
        @Override
        public boolean isOn() {
          return false;
        }

        @Override
        public void event(long time, int hart, int tid, Kind kind, String details) {}
      };

  /// What an event is about.
  enum Kind {
    SWITCH,
    CALL,
    WAIT,
    QUEUE,
    SIGNAL,
    CREATE,
    EXEC,
    EXIT,
    FAULT,
    MARK
  }

  /// Whether anyone listens.
  boolean isOn();

  /// At virtual time `time`, on hart `hart`, the task `tid` did or suffered this.
  void event(long time, int hart, int tid, Kind kind, String details);
}
