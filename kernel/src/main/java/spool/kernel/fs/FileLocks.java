package spool.kernel.fs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import spool.kernel.sync.WaitQueue;
import spool.kernel.sync.Waiter;
import spool.kernel.vm.Quota;

/// The advisory locks on a file: record locks of fcntl(2), owned by a [DescriptorTable] or a
/// [FileDescription], and whole-file locks of flock(2), owned by a [FileDescription]. The two kinds
/// do not see each other. Who waits for what is [Wanted].
public final class FileLocks {
  /// A lock on the bytes `first` to `last`; `pid` is who is shown to have set it.
  public record Lock(Object owner, int pid, long first, long last, boolean exclusive) {
    private boolean overlaps(Lock other) {
      return first <= other.last && other.first <= last;
    }

    private boolean conflicts(Lock other) {
      return !owner.equals(other.owner) && (exclusive || other.exclusive) && overlaps(other);
    }

    private boolean isSplitBy(Lock range) {
      return owner.equals(range.owner) && first < range.first && range.last < last;
    }

    private Lock between(long newFirst, long newLast) {
      return new Lock(owner, pid, newFirst, newLast, exclusive);
    }
  }

  /// What a task that waits for a lock keeps of it.
  public record Wanted(Table table, Lock lock) {
    /// The locks that stand in its way, whose owners must all give them up.
    public List<Lock> conflicts() {
      return table.locks.stream().filter(lock::conflicts).toList();
    }
  }

  /// A kind of locks, with who waits for them.
  public static final class Table {
    private final Quota quota;
    private final List<Lock> locks = new ArrayList<>();
    private final WaitQueue queue = new WaitQueue();

    private Table(Quota quota) {
      this.quota = quota;
    }

    /// The first lock that stands in the way of `wanted`.
    public Optional<Lock> conflict(Lock wanted) {
      return locks.stream().filter(wanted::conflicts).findFirst();
    }

    /// Sets `lock`, which nothing stands in the way of, in place of what its owner had there. Fails
    /// with `ENOLCK` where there are too many.
    public void set(Lock lock) {
      quota.demand(2);
      clear(lock);
      add(lock);
    }

    /// Gives up what the owner of `range` has there. Fails with `ENOLCK` if that leaves two parts
    /// of a lock and there are too many.
    public void clear(Lock range) {
      if (locks.stream().anyMatch(held -> held.isSplitBy(range))) {
        quota.demand(1);
      }
      for (Lock held : List.copyOf(locks)) {
        if (held.owner.equals(range.owner) && held.overlaps(range)) {
          locks.remove(held);
          quota.count(-1);
          keepOutside(held, range);
        }
      }
      queue.wakeAll();
    }

    private void add(Lock lock) {
      locks.add(lock);
      quota.count(1);
    }

    private void keepOutside(Lock held, Lock range) {
      if (held.first < range.first) {
        add(held.between(held.first, range.first - 1));
      }
      if (held.last > range.last) {
        add(held.between(range.last + 1, held.last));
      }
    }

    /// Lets `waiter` wait until what stands in the way of `lock` may be gone; answers what the
    /// handler must throw, as [Waiter#block].
    public RuntimeException await(Waiter waiter, Lock lock) {
      waiter.progress(Wanted.class, () -> new Wanted(this, lock));
      return waiter.block(queue);
    }

    private void release(Object owner) {
      int before = locks.size();
      if (locks.removeIf(held -> held.owner.equals(owner))) {
        quota.count(locks.size() - before);
        queue.wakeAll();
      }
    }
  }

  private final Table records;
  private final Table whole;

  /// No locks yet, counted in `quota`.
  FileLocks(Quota quota) {
    records = new Table(quota);
    whole = new Table(quota);
  }

  /// The record locks.
  public Table records() {
    return records;
  }

  /// The locks of flock(2).
  public Table whole() {
    return whole;
  }

  /// Gives up all that `owner` holds.
  void release(Object owner) {
    records.release(owner);
    whole.release(owner);
  }
}
