package spool.kernel.signal;

import java.util.Arrays;
import spool.kernel.abi.Signal;

/// What a process does about each signal. Threads share it, `fork` copies it.
public final class SignalActions {
  private final SignalAction[] actions = new SignalAction[Signal.LAST + 1];

  /// Defaults throughout.
  public SignalActions() {
    Arrays.fill(actions, SignalAction.DEFAULT);
  }

  /// The same actions, for a child.
  public SignalActions copy() {
    SignalActions copy = new SignalActions();
    System.arraycopy(actions, 0, copy.actions, 0, actions.length);
    return copy;
  }

  /// What is done about `signal`.
  public SignalAction of(int signal) {
    return actions[signal];
  }

  /// Does `action` about `signal` from now on.
  public void set(int signal, SignalAction action) {
    actions[signal] = action;
  }

  /// The set of those that are ignored.
  public long ignored() {
    return select(true);
  }

  /// The set of those that have handlers.
  public long handled() {
    return select(false);
  }

  private long select(boolean ignored) {
    long set = Signal.EMPTY;
    for (int signal = 1; signal <= Signal.LAST; signal++) {
      SignalAction action = actions[signal];
      if (ignored ? action.handler() == SignalAction.SIG_IGN : action.isHandler()) {
        set |= Signal.bit(signal);
      }
    }
    return set;
  }

  /// Forgets the handlers, as `execve` does: what was ignored stays ignored.
  public void resetHandlers() {
    for (int signal = 1; signal <= Signal.LAST; signal++) {
      if (actions[signal].isHandler()) {
        actions[signal] = SignalAction.DEFAULT;
      }
    }
  }

  /// Forgets everything that is not the default, as `CLONE_CLEAR_SIGHAND` does for handlers.
  public void reset(int signal) {
    actions[signal] = SignalAction.DEFAULT;
  }
}
