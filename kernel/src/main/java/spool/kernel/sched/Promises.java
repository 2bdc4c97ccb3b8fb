package spool.kernel.sched;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// The tasks that have been promised their deadlines, for the admission of further ones.
///
/// A task is met when it is admitted, or first seen with a deadline; it is remembered through its
/// waits, and forgotten when it ends or has asked for something else meanwhile. A deadline that it
/// has inherited counts with the one who waits for it.
final class Promises {
  /// What sums of fractions may be off by.
  private static final double ROUNDING = 1e-9;

  private final Set<TaskView> tasks = new LinkedHashSet<>();

  /// Whether `sum` is at most `bound` but for rounding.
  static boolean isAtMost(double sum, double bound) {
    return sum <= bound + ROUNDING;
  }

  /// Remembers `task` if it has a deadline.
  void meet(TaskView task) {
    if (task.ownAttributes().isPeriodic()) {
      tasks.add(task);
    }
  }

  /// Forgets `task`.
  void forget(TaskView task) {
    tasks.remove(task);
  }

  /// Whether `task` can have the attributes `wanted`: if `areKept` says so of what all have been
  /// promised with them. It is remembered then.
  boolean extend(TaskView task, Attributes wanted, Predicate<List<Attributes>> areKept) {
    tasks.removeIf(each -> !each.ownAttributes().isPeriodic());
    if (!wanted.isPeriodic()) {
      return true;
    }
    List<Attributes> all = new ArrayList<>(List.of(wanted));
    tasks.stream()
        .filter(each -> !each.equals(task))
        .map(TaskView::ownAttributes)
        .forEach(all::add);
    boolean isKept = areKept.test(all);
    if (isKept) {
      tasks.add(task);
    }
    return isKept;
  }
}
