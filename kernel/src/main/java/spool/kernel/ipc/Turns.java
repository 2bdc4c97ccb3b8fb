package spool.kernel.ipc;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import spool.kernel.sync.Interrupted;
import spool.kernel.sync.Waiter;

/// Calls that wait for one thing, in the order in which they came.
///
/// A task that is interrupted or killed while it waits leaves without a word; its turn is
/// recognized by its empty place and forgotten when next somebody looks.
public final class Turns<T extends Turn> {
  private final LinkedHashSet<T> turns = new LinkedHashSet<>();
  private long waits;
  private long waitedTime;

  /// The turn that has waited longest.
  public Optional<T> first() {
    forgetDead();
    return turns.isEmpty() ? Optional.empty() : Optional.of(turns.getFirst());
  }

  /// All that wait, longest first.
  public List<T> all() {
    forgetDead();
    return List.copyOf(turns);
  }

  private void forgetDead() {
    turns.removeIf(turn -> !turn.isLive());
  }

  /// Lets the task of `turn` wait until `deadline`, and answers what its call must throw. A call
  /// that a signal interrupts may begin again even though it has a deadline, for that is a point in
  /// time (signal(7)).
  public RuntimeException await(Waiter waiter, long deadline, T turn) {
    forgetDead();
    RuntimeException end = waiter.block(deadline, turn.place());
    if (end instanceof Interrupted) {
      return new Interrupted(false);
    }
    turns.add(turn);
    if (turn.isFresh()) {
      turn.waitsFrom(waiter.now());
      waits++;
    }
    return end;
  }

  /// The call of `turn` has been executed at the time `now`.
  public void finish(T turn, long now) {
    turns.remove(turn);
    waitedTime += turn.finish(now);
  }

  /// Wakes all, whose next execution finds out why.
  public void dismiss() {
    all().forEach(turn -> turn.place().wakeAll());
    turns.clear();
  }

  /// How many calls have waited.
  public long waits() {
    return waits;
  }

  /// How long those that came to their turn waited together, in cycles.
  public long waitedTime() {
    return waitedTime;
  }
}
