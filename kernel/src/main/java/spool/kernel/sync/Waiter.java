package spool.kernel.sync;

import java.util.function.Supplier;

/// A task as the things that it may wait for see it.
///
/// **Blocking by re-execution.** The kernel keeps no host stack for a task that waits. A handler
/// that cannot go on puts the task on the wait queues of what it waits for and leaves by the
/// exception that [#block] answers; nothing else of the handler remains. When one of the queues
/// wakes the task, or the deadline passes, or a signal arrives, the task leaves all its queues,
/// becomes ready, and when it is dispatched the same system call is executed again from its
/// beginning, with the same arguments. What must survive from one execution to the next (an
/// absolute deadline, bytes already transferred) is data kept by [#progress].
///
/// The invariant: a task is blocked if and only if it is on at least one wait queue or has a
/// deadline, and a handler has changed nothing but its progress when it blocks.
public interface Waiter {
  /// No deadline.
  long NEVER = Long.MAX_VALUE;

  /// Puts the task on `queues` until `deadline` (virtual time in cycles, or [#NEVER]) and answers
  /// what the handler must throw: [Blocked], or, with a signal to be handled, [Interrupted], in
  /// which case the task is on no queue.
  RuntimeException block(long deadline, WaitQueue... queues);

  /// As [#block(long, WaitQueue...)] without a deadline.
  default RuntimeException block(WaitQueue queue) {
    return block(NEVER, queue);
  }

  /// As [#block(WaitQueue)], for a wait that must not be given up because what it waits for happens
  /// all the same: only what ends the task interrupts it.
  RuntimeException blockUnlessDoomed(WaitQueue queue);

  /// Whether a signal is waiting to be handled, so that [#block] would answer [Interrupted].
  boolean isInterrupted();

  /// The data that an earlier execution of this system call kept, or `first` to begin with, which
  /// is kept from now on. It is forgotten when the call ends.
  <T> T progress(Class<T> type, Supplier<T> first);

  /// Virtual time in cycles.
  long now();

  /// Called by [WaitQueue] alone: something that the task waits for has happened. The task leaves
  /// all its queues.
  void wake();
}
