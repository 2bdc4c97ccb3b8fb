package spool.kernel.ipc;

import spool.kernel.sync.WaitQueue;

/// What a system call asks of a queue or of semaphores, kept as the call's progress while it waits
/// for its turn in [Turns].
///
/// Whoever makes the call possible executes it: a receiver's message is taken and put here, a
/// sender's is queued, and then the task is woken. So nobody who comes later can get in between,
/// and the next execution finds the turn done and only answers.
public abstract class Turn {
  private final WaitQueue place = new WaitQueue();
  private boolean isDone;
  private long since = -1;

  /// Where its task waits.
  WaitQueue place() {
    return place;
  }

  /// Whether a task still waits for it: not if it was interrupted, killed or out of time.
  boolean isLive() {
    return place.size() > 0;
  }

  /// Whether the call has been executed.
  public boolean isDone() {
    return isDone;
  }

  /// Whether its task has not waited yet.
  boolean isFresh() {
    return since < 0;
  }

  /// Notes when the wait began.
  void waitsFrom(long now) {
    since = now;
  }

  /// Notes that the call has been executed, and lets its task go on. Answers how long that waited.
  long finish(long now) {
    isDone = true;
    place.wakeOne();
    return now - since;
  }
}
