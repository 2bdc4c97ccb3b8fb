package spool.kernel.debug;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import spool.emulator.debug.Point;
import spool.kernel.process.Task;
import spool.kernel.vm.AddressSpace;

/// What the kernel stores into the watched memory of programs: no hart executes such a store, so it
/// is noticed by what was there when the task left user mode, and what is there when it goes on.
final class KernelStores {
  /// What a task had at watched places.
  private record Before(AddressSpace memory, Map<Point, byte[]> bytes) {}

  private final Map<Task, Before> before = new WeakHashMap<>();

  /// Notes what `task`, which is not in user mode, has at `points`.
  void look(Task task, List<Point> points) {
    if (points.isEmpty()) {
      before.remove(task);
      return;
    }
    Map<Point, byte[]> bytes = new LinkedHashMap<>();
    points.forEach(point -> bytes.put(point, read(task.memory(), point)));
    before.put(task, new Before(task.memory(), bytes));
  }

  private static byte[] read(AddressSpace memory, Point point) {
    byte[] bytes = new byte[point.length()];
    return Arrays.copyOf(bytes, memory.look(point.address(), bytes));
  }

  /// A point where `task`, which is about to go on, has something else now. A new program has
  /// nothing to compare.
  Optional<Point> changed(Task task) {
    Before then = before.remove(task);
    if (then == null || !then.memory.equals(task.memory())) {
      return Optional.empty();
    }
    return then.bytes.entrySet().stream()
        .filter(entry -> !Arrays.equals(entry.getValue(), read(then.memory, entry.getKey())))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
