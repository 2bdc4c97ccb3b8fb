package spool.kernel.fs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import spool.kernel.sync.WaitQueue;

/// The advisory locks on a file: record locks of fcntl(2), owned by a [DescriptorTable] or a
/// [FileDescription], and whole-file locks of flock(2), owned by a [FileDescription]. The two kinds
/// do not see each other. Deadlocks are not detected.
public final class FileLocks {
  /// A lock on the bytes `first` to `last`; `pid` is who is shown to have set it.
  public record Lock(Object owner, int pid, long first, long last, boolean exclusive) {
    private boolean overlaps(Lock other) {
      return first <= other.last && other.first <= last;
    }

    private boolean conflicts(Lock other) {
      return !owner.equals(other.owner) && (exclusive || other.exclusive) && overlaps(other);
    }

    private Lock between(long newFirst, long newLast) {
      return new Lock(owner, pid, newFirst, newLast, exclusive);
    }
  }

  /// A kind of locks, with who waits for them.
  public static final class Table {
    private final List<Lock> locks = new ArrayList<>();
    private final WaitQueue queue = new WaitQueue();

    /// The first lock that stands in the way of `wanted`.
    public Optional<Lock> conflict(Lock wanted) {
      return locks.stream().filter(wanted::conflicts).findFirst();
    }

    /// Sets `lock`, which nothing stands in the way of, in place of what its owner had there.
    public void set(Lock lock) {
      clear(lock);
      locks.add(lock);
    }

    /// Gives up what the owner of `range` has there.
    public void clear(Lock range) {
      for (Lock held : List.copyOf(locks)) {
        if (held.owner.equals(range.owner) && held.overlaps(range)) {
          locks.remove(held);
          keepOutside(held, range);
        }
      }
      queue.wakeAll();
    }

    private void keepOutside(Lock held, Lock range) {
      if (held.first < range.first) {
        locks.add(held.between(held.first, range.first - 1));
      }
      if (held.last > range.last) {
        locks.add(held.between(range.last + 1, held.last));
      }
    }

    /// Where to wait for a conflict to go.
    public WaitQueue queue() {
      return queue;
    }

    private void release(Object owner) {
      if (locks.removeIf(held -> held.owner.equals(owner))) {
        queue.wakeAll();
      }
    }
  }

  private final Table records = new Table();
  private final Table whole = new Table();

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
