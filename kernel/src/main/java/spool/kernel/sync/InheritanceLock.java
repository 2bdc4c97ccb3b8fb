package spool.kernel.sync;

import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import spool.kernel.sched.Urgency;

/// A lock with priority inheritance that at least one task waits for.
final class InheritanceLock {
  private final Object key;
  private final NavigableSet<LockWait> waits = new TreeSet<>(LockWait.ORDER);
  private Inheritor owner;
  private long numbers;

  /// The lock `key`, held by `owner`.
  InheritanceLock(Object key, Inheritor owner) {
    this.key = key;
    this.owner = owner;
  }

  Object key() {
    return key;
  }

  Inheritor owner() {
    return owner;
  }

  void owner(Inheritor next) {
    owner = next;
  }

  /// Puts `wait` where the urgency that its task has now belongs, behind its equals.
  void insert(LockWait wait) {
    wait.enter(this, numbers++);
    waits.add(wait);
  }

  /// Puts `wait`, whose task has changed its urgency, where it belongs now.
  void reposition(LockWait wait) {
    remove(wait);
    insert(wait);
  }

  void remove(LockWait wait) {
    waits.remove(wait);
    wait.leave();
  }

  /// The most urgent wait.
  Optional<LockWait> first() {
    return waits.isEmpty() ? Optional.empty() : Optional.of(waits.first());
  }

  /// How urgently somebody waits. There has to be a wait.
  Urgency urgency() {
    return waits.first().task().urgency();
  }
}
