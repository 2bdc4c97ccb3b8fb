package spool.kernel.ipc.systemv;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a task, or all tasks that share this by `CLONE_SYSVSEM`, did to semaphores with `SEM_UNDO`
/// and is taken back when the last of them has ended (semop(2)).
///
/// The values are with the sets ([SemaphoreSet]); here it is noted which sets have any.
public final class SemaphoreUndo {
  private final Set<SemaphoreSet> sets = new LinkedHashSet<>();
  private int holders = 1;

  /// Lets one more task hold it, and answers it.
  public SemaphoreUndo share() {
    holders++;
    return this;
  }

  /// A task of process `pid` holds it no more at the time `now`, in cycles; with the last all is
  /// taken back.
  public void release(int pid, long now) {
    if (--holders == 0) {
      List.copyOf(sets).forEach(set -> set.takeBack(this, pid, now));
    }
  }

  /// A set has something to be taken back.
  void add(SemaphoreSet set) {
    sets.add(set);
  }

  /// A set has nothing to be taken back any more.
  void forget(SemaphoreSet set) {
    sets.remove(set);
  }
}
