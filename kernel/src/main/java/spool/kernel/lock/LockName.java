package spool.kernel.lock;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import spool.emulator.image.Symbol;
import spool.kernel.exec.ProgramSymbols;
import spool.kernel.process.Task;

/// Names a lock as the program's source does.
///
/// A lock in a variable has the variable's name. Many have none, because they were allocated; then
/// it is the variable, or the element of an array, that points to the lock, `forks[1]`, or into the
/// structure shortly before it, `queue->0x10`.
final class LockName {
  /// Only so much of a program's variables is searched.
  private static final long MOST_BYTES = 1 << 20;

  private static final long MOST_STRUCTURE_BYTES = 256;

  private final Task task;
  private final long address;
  private long nearest = MOST_STRUCTURE_BYTES;
  private Optional<String> found = Optional.empty();

  private LockName(Task task, long address) {
    this.task = task;
    this.address = address;
  }

  /// A name for the lock whose word is at `address` in the memory of `task`, whose program has
  /// `symbols`.
  static Optional<String> of(Task task, ProgramSymbols symbols, long address) {
    return symbols.data(address).or(() -> new LockName(task, address).search(symbols.objects()));
  }

  private Optional<String> search(List<Symbol> objects) {
    long left = MOST_BYTES;
    for (Symbol object : objects) {
      left -= object.sizeBytes();
      if (left < 0 || object.sizeBytes() < 0) {
        break;
      }
      for (long at = 0; at + Long.BYTES <= object.sizeBytes(); at += Long.BYTES) {
        consider(object, at);
      }
    }
    return found;
  }

  private void consider(Symbol object, long at) {
    OptionalLong pointer = task.memory().peek(object.address() + at);
    long distance = address - pointer.orElse(0);
    if (pointer.isPresent() && 0 <= distance && distance < nearest) {
      nearest = distance;
      String name = object.name() + index(object, at);
      found = Optional.of(distance == 0 ? name : name + "->0x" + Long.toHexString(distance));
    }
  }

  private static String index(Symbol object, long at) {
    return object.sizeBytes() == Long.BYTES ? "" : "[" + at / Long.BYTES + "]";
  }
}
