package spool.kernel.sync;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A task that a test blocks, wakes, interrupts and lets execute its call again.
final class ManualWaiter implements Waiter {
  private long now;
  private boolean interrupted;
  private @Nullable Object progress;
  private List<WaitQueue> queues = List.of();

  void now(long time) {
    now = time;
  }

  void interrupt() {
    interrupted = true;
  }

  /// The signal has been handled.
  void goOn() {
    interrupted = false;
  }

  boolean isBlocked() {
    return !queues.isEmpty();
  }

  @Override
  public RuntimeException block(long deadline, WaitQueue... on) {
    if (interrupted) {
      return new Interrupted(deadline != NEVER);
    }
    queues = List.of(on);
    queues.forEach(queue -> queue.add(this));
    return new Blocked();
  }

  @Override
  public RuntimeException blockUnlessDoomed(WaitQueue queue) {
    queues = List.of(queue);
    queue.add(this);
    return new Blocked();
  }

  @Override
  public boolean isInterrupted() {
    return interrupted;
  }

  @Override
  public <T> T progress(Class<T> type, Supplier<T> first) {
    T kept = type.isInstance(progress) ? type.cast(progress) : first.get();
    progress = kept;
    return kept;
  }

  @Override
  public long now() {
    return now;
  }

  @Override
  public void wake() {
    queues.forEach(queue -> queue.remove(this));
    queues = List.of();
  }
}
