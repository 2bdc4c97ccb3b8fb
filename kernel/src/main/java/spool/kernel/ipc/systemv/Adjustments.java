package spool.kernel.ipc.systemv;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import spool.kernel.abi.SystemV;

/// What is to be added to the semaphores of a set when the holders of each [SemaphoreUndo] have
/// ended: `semadj` in semop(2).
///
/// Invariant: no adjustment is 0, and an undo knows the set if and only if it has one here.
final class Adjustments {
  /// What the host has of an adjustment, counted in [KernelMemory].
  static final int BYTES = 64;

  private final SemaphoreSet set;
  private final KernelMemory memory;
  private final Map<SemaphoreUndo, TreeMap<Integer, Integer>> all = new LinkedHashMap<>();

  Adjustments(SemaphoreSet set, KernelMemory memory) {
    this.set = set;
    this.memory = memory;
  }

  /// Whether `change` may be added to the adjustment of semaphore `number`.
  boolean allow(SemaphoreUndo undo, int number, int change) {
    int sum = of(undo, number) + change;
    return sum >= -SystemV.SEMVMX - 1 && sum <= SystemV.SEMVMX;
  }

  private int of(SemaphoreUndo undo, int number) {
    return all.containsKey(undo) ? all.get(undo).getOrDefault(number, 0) : 0;
  }

  /// Adds `change` to the adjustment of semaphore `number`.
  void add(SemaphoreUndo undo, int number, int change) {
    change(undo, number, of(undo, number) + change);
  }

  /// Forgets all adjustments of semaphore `number`.
  void forget(int number) {
    List.copyOf(all.keySet()).forEach(undo -> change(undo, number, 0));
  }

  private void change(SemaphoreUndo undo, int number, int next) {
    TreeMap<Integer, Integer> own = all.computeIfAbsent(undo, _ -> new TreeMap<>());
    int before = own.size();
    own.put(number, next);
    own.remove(number, 0);
    memory.count((own.size() - before) * BYTES);
    undo.add(set);
    if (own.isEmpty()) {
      take(undo);
    }
  }

  /// Removes the adjustments of `undo` and answers them by semaphore.
  Map<Integer, Integer> take(SemaphoreUndo undo) {
    Map<Integer, Integer> own = all.getOrDefault(undo, new TreeMap<>());
    all.remove(undo);
    memory.count(-own.size() * BYTES);
    undo.forget(set);
    return own;
  }

  /// Removes all.
  void clear() {
    List.copyOf(all.keySet()).forEach(this::take);
  }
}
