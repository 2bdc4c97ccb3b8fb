package spool.kernel.sync;

import spool.kernel.sched.Urgency;

/// A task as locks with priority inheritance see it.
public interface Inheritor extends Waiter {
  /// The number by which a lock's word names its holder.
  int tid();

  /// What the task itself has asked for.
  Urgency ownUrgency();

  /// What the scheduler goes by.
  Urgency urgency();

  /// Changes what the scheduler goes by, wherever the task is.
  void urgency(Urgency value);

  /// The locks with priority inheritance that the task holds or waits for.
  Inheritance inheritance();
}
