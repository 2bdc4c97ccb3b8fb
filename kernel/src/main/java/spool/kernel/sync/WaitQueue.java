package spool.kernel.sync;

import java.util.LinkedHashSet;
import java.util.List;

/// Tasks that wait for one thing, longest first, and watchers that are told each time it happens.
public final class WaitQueue {
  /// Told of each wake, and still there afterwards.
  public interface Watcher {
    /// What was waited for has happened. Answers whether somebody will see to it.
    boolean told();

    /// Whether one of several such watchers is enough.
    boolean isExclusive();
  }

  private final LinkedHashSet<Waiter> waiters = new LinkedHashSet<>();
  private final LinkedHashSet<Watcher> watchers = new LinkedHashSet<>();

  /// Puts `waiter` at the end; nothing happens if it waits here already.
  public void add(Waiter waiter) {
    waiters.add(waiter);
  }

  /// Takes `waiter` out, wherever it stands.
  public void remove(Waiter waiter) {
    waiters.remove(waiter);
  }

  /// Has `watcher` told from now on.
  public void watch(Watcher watcher) {
    watchers.add(watcher);
  }

  /// Has `watcher` told no longer.
  public void unwatch(Watcher watcher) {
    watchers.remove(watcher);
  }

  /// How many wait.
  public int size() {
    return waiters.size();
  }

  /// Wakes the one that has waited longest, and says whether there was one.
  public boolean wakeOne() {
    tell();
    return wakeFirst();
  }

  private boolean wakeFirst() {
    if (waiters.isEmpty()) {
      return false;
    }
    waiters.removeFirst().wake();
    return true;
  }

  /// Wakes all, longest waiting first.
  public void wakeAll() {
    tell();
    while (wakeFirst()) {
      // Each wake removes one.
    }
  }

  /// Tells all watchers, but of the exclusive ones only as many as it takes until one sees to it.
  private void tell() {
    if (watchers.isEmpty()) {
      return;
    }
    boolean isSeenTo = false;
    for (Watcher watcher : List.copyOf(watchers)) {
      if (!(watcher.isExclusive() && isSeenTo)) {
        boolean sees = watcher.told();
        isSeenTo |= sees && watcher.isExclusive();
      }
    }
  }
}
