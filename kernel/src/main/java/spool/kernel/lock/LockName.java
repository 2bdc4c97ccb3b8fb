package spool.kernel.lock;

import java.util.Optional;
import java.util.OptionalLong;
import spool.emulator.image.Symbol;
import spool.kernel.exec.ProgramSymbols;
import spool.kernel.process.Task;

/// Names a lock as the program's source does.
///
/// A lock in a variable has the variable's name. Many have none, because they were allocated; then
/// it is the variable, or the element of an array, that points to the lock: `forks[1]`.
final class LockName {
  /// Only so much of a program's variables is searched.
  private static final long MOST_BYTES = 1 << 20;

  private LockName() {}

  /// A name for the lock whose word is at `address` in the memory of `task`, whose program has
  /// `symbols`.
  static Optional<String> of(Task task, ProgramSymbols symbols, long address) {
    return symbols.data(address).or(() -> pointerTo(task, symbols, address));
  }

  private static Optional<String> pointerTo(Task task, ProgramSymbols symbols, long address) {
    long left = MOST_BYTES;
    for (Symbol object : symbols.objects()) {
      left -= object.sizeBytes();
      if (left < 0 || object.sizeBytes() < 0) {
        return Optional.empty();
      }
      for (long at = 0; at + Long.BYTES <= object.sizeBytes(); at += Long.BYTES) {
        OptionalLong value = task.memory().peek(object.address() + at);
        if (value.isPresent() && value.getAsLong() == address) {
          return Optional.of(object.name() + index(object, at));
        }
      }
    }
    return Optional.empty();
  }

  private static String index(Symbol object, long at) {
    return object.sizeBytes() == Long.BYTES ? "" : "[" + at / Long.BYTES + "]";
  }
}
