package spool.kernel.sync;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import spool.kernel.sched.Urgency;

/// Priority inheritance: who makes a more urgent task wait for a lock runs in its place until the
/// lock is given back (L. Sha, R. Rajkumar and J. P. Lehoczky, Priority Inheritance Protocols: An
/// Approach to Real-Time Synchronization, IEEE Transactions on Computers 39, 1990).
///
/// Without it a task of middling priority, which wants no lock at all, keeps the holder of one from
/// running, and by that for any length of time a third of the highest priority that waits for it.
///
/// Each task has one of these, with the locks that it holds and others wait for, and the wait that
/// it is in itself. These make a forest: a task waits for one lock, a lock has one owner, and
/// nobody may wait for what would close a cycle. When something changes (a wait begins or ends, a
/// lock goes to another owner, a task asks for another priority) the urgency of the task concerned
/// is computed anew, and if it has changed, its place among those who wait with it, then the
/// urgency of the one they wait for, and so on down the chain until nothing changes.
///
/// The scheduler is told as of any other change of a task's attributes: it sees what a task has
/// inherited as if it were its own. A policy that goes by no priorities inherits nothing.
///
/// A deadline is inherited with its parameters, not as the point in time: the holder is served as
/// if it had been given them when the wait began.
///
/// Invariant: the urgency of every task is the greatest of its own and those of all that wait for
/// locks that it holds, directly or through others; every queue of waits is in order of urgency;
/// from no task does the chain of owners lead back to it.
public final class Inheritance {
  private final Inheritor task;
  private final Set<InheritanceLock> held = new LinkedHashSet<>();
  private @Nullable LockWait wait;

  /// Of `task`, which has no lock.
  public Inheritance(Inheritor task) {
    this.task = task;
  }

  /// Notes that somebody waits for `lock`, which the task holds.
  void holds(InheritanceLock lock) {
    held.add(lock);
  }

  /// Notes that the task does not hold `lock` any more, or nobody waits for it.
  void drops(InheritanceLock lock) {
    held.remove(lock);
  }

  /// What the task holds and others wait for.
  List<InheritanceLock> held() {
    return List.copyOf(held);
  }

  /// Notes that the task waits.
  void waits(LockWait begun) {
    wait = begun;
  }

  /// Notes that the task waits no more.
  void waitEnds() {
    wait = null;
  }

  /// Who holds the lock that the task waits for.
  public Optional<Inheritor> waitsFor() {
    return Optional.ofNullable(wait).flatMap(LockWait::lock).map(InheritanceLock::owner);
  }

  /// Whether the task waits, directly or through others, for `other`, or is it itself.
  boolean leadsTo(Inheritor other) {
    Optional<Inheritor> each = Optional.of(task);
    while (each.isPresent() && !each.get().equals(other)) {
      each = each.get().inheritance().waitsFor();
    }
    return each.isPresent();
  }

  /// Brings the urgency of the task up to date, and of those down the chain.
  public void settle() {
    Optional<Inheritance> next = settleOne();
    while (next.isPresent()) {
      next = next.get().settleOne();
    }
  }

  /// Brings the urgency of the task up to date, and answers who may have to follow.
  private Optional<Inheritance> settleOne() {
    Urgency own = task.ownUrgency();
    Urgency wanted =
        held.stream()
            .map(InheritanceLock::urgency)
            .min(Comparator.naturalOrder())
            .map(own::raisedTo)
            .orElse(own);
    if (wanted.equals(task.urgency())) {
      return Optional.empty();
    }
    task.urgency(wanted);
    LockWait present = wait;
    if (present == null) {
      return Optional.empty();
    }
    present.lock().ifPresent(lock -> lock.reposition(present));
    return waitsFor().map(Inheritor::inheritance);
  }
}
