package spool.kernel.process;

import spool.emulator.hart.Hart;
import spool.kernel.signal.SignalInfo;

/// Is told, for a debugger, what tasks do, or are about to do. It may pause the hart
/// ([Hart#pauseAt]) but change nothing.
public interface TaskObserver {
  /// `task` has left user mode on `hart`.
  void enters(Task task, Hart hart);

  /// `task` is about to go on in user mode on `hart`.
  void resumes(Task task, Hart hart);

  /// An instruction of `task` on `hart` is about to raise the signal `fault`. If this answers true,
  /// having paused the hart, nothing more happens until somebody does what `goOn` says, to which it
  /// tells whether the signal is to be raised.
  boolean holds(Task task, Hart hart, SignalInfo fault, Continuation goOn);

  /// The way on after a fault.
  @FunctionalInterface
  interface Continuation {
    /// Lets the task go on, with the signal if it `isRaised`.
    void goOn(boolean isRaised);
  }

  /// Nobody.
  static TaskObserver none() {
    return new TaskObserver() {
      @Override
      public void enters(Task task, Hart hart) {}

      @Override
      public void resumes(Task task, Hart hart) {}

      @Override
      public boolean holds(Task task, Hart hart, SignalInfo fault, Continuation goOn) {
        return false;
      }
    };
  }
}
