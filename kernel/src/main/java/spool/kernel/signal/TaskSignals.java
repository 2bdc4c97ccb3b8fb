package spool.kernel.signal;

import java.util.OptionalLong;
import spool.kernel.abi.Signal;

/// The signal state that each thread has of its own.
public final class TaskSignals {
  private final SignalQueue queue;
  private long mask;
  private OptionalLong maskAfterCall = OptionalLong.empty();
  private long awaited = Signal.EMPTY;
  private AlternateStack alternateStack = AlternateStack.NONE;

  /// No signals yet, of those that `tally` counts, and those in `mask` blocked.
  public TaskSignals(long mask, SignalTally tally) {
    this.mask = mask;
    queue = new SignalQueue(tally);
  }

  /// What was sent to this thread alone.
  public SignalQueue queue() {
    return queue;
  }

  /// The set of those pending for this thread alone.
  public long pending() {
    return queue.pending();
  }

  /// The set of blocked signals.
  public long mask() {
    return mask;
  }

  /// Blocks `set`, but for what cannot be blocked.
  public void mask(long set) {
    mask = set & ~Signal.UNSTOPPABLE;
  }

  /// Blocks `set` until the system call under way has ended, or, if a handler interrupts it, until
  /// that handler has been entered: what `rt_sigsuspend` and `ppoll` do. A repeated execution of
  /// the call changes nothing.
  public void maskDuringCall(long set) {
    if (maskAfterCall.isEmpty()) {
      maskAfterCall = OptionalLong.of(mask);
      mask(set);
    }
  }

  /// Takes the mask that a handler's frame is to restore.
  public long takeMaskAfterCall() {
    long restored = maskAfterCall.orElse(mask);
    maskAfterCall = OptionalLong.empty();
    return restored;
  }

  /// Ends what holds during a system call: [#maskDuringCall] and [#awaited].
  public void callEnded() {
    mask(takeMaskAfterCall());
    awaited = Signal.EMPTY;
  }

  /// The blocked signals that nevertheless end the wait under way, as `rt_sigtimedwait` has them.
  public long awaited() {
    return awaited;
  }

  /// Changes those signals.
  public void awaited(long set) {
    awaited = set;
  }

  /// The stack for handlers with `SA_ONSTACK`.
  public AlternateStack alternateStack() {
    return alternateStack;
  }

  /// Changes that stack.
  public void alternateStack(AlternateStack stack) {
    alternateStack = stack;
  }
}
