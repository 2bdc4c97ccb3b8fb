package spool.kernel.lock;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import spool.kernel.process.Task;

/// A task's wait for something that other tasks hold.
///
/// @param task who waits
/// @param kind what for
/// @param word the address of a lock's futex word in the task's memory
/// @param holders who holds it, as far as that is known: all of them must go on first
/// @param lost the number of a task that has taken the lock and has ended with it
record Wait(Task task, Kind kind, OptionalLong word, List<Task> holders, OptionalInt lost) {
  /// What is waited for.
  enum Kind {
    /// A lock in memory, a futex word.
    LOCK,

    /// A lock on a file, of flock(2) or fcntl(2).
    FILE_LOCK,

    /// The end of the task that is called its holder.
    END
  }

  /// A wait for what `holder` has or does.
  static Wait of(Task task, Kind kind, Task holder) {
    return new Wait(task, kind, OptionalLong.empty(), List.of(holder), OptionalInt.empty());
  }

  /// Whether nothing but its holders can end it, and they never if they wait for ever.
  boolean isForGood() {
    return !task.isTimed();
  }
}
