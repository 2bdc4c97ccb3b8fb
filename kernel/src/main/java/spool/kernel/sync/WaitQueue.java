package spool.kernel.sync;

import java.util.LinkedHashSet;

/// Tasks that wait for one thing, longest first.
public final class WaitQueue {
  private final LinkedHashSet<Waiter> waiters = new LinkedHashSet<>();

  /// Puts `waiter` at the end; nothing happens if it waits here already.
  public void add(Waiter waiter) {
    waiters.add(waiter);
  }

  /// Takes `waiter` out, wherever it stands.
  public void remove(Waiter waiter) {
    waiters.remove(waiter);
  }

  /// How many wait.
  public int size() {
    return waiters.size();
  }

  /// Wakes the one that has waited longest, and says whether there was one.
  public boolean wakeOne() {
    if (waiters.isEmpty()) {
      return false;
    }
    waiters.removeFirst().wake();
    return true;
  }

  /// Wakes all, longest waiting first.
  public void wakeAll() {
    while (wakeOne()) {
      // Each wake removes one.
    }
  }
}
