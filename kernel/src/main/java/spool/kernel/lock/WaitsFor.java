package spool.kernel.lock;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import spool.kernel.fs.FileLocks;
import spool.kernel.process.Process;
import spool.kernel.process.ProcessTable;
import spool.kernel.process.Registers;
import spool.kernel.process.Task;
import spool.kernel.process.TaskState;

/// Who waits for whom.
///
/// Nothing is noted down when a lock is taken, which the kernel does not see anyway. A task that
/// waits has its system call in its registers and the call's progress beside them (see
/// [spool.kernel.sync.Waiter]), and those say what it waits for: a futex word, a lock on a file,
/// the end of a child. Who holds it is asked of the word ([FutexLook]), of the file's locks, or is
/// the child itself; so the graph is always that of the moment.
///
/// A process counts as a holder while it has a single task: of several, each could give up what the
/// process holds.
final class WaitsFor {
  private static final int FCNTL = 25;
  private static final int FLOCK = 32;
  private static final int WAITID = 95;
  static final int FUTEX = 98;
  private static final int WAIT4 = 260;
  private static final int P_PID = 1;

  private final ProcessTable table;

  WaitsFor(ProcessTable table) {
    this.table = table;
  }

  /// What `task` waits for, if it waits for something that tasks hold.
  Optional<Wait> of(Task task) {
    if (task.state() != TaskState.BLOCKED || !task.isInCall()) {
      return Optional.empty();
    }
    long[] x = task.integers();
    return switch ((int) x[Registers.A7]) {
      case FUTEX -> FutexLook.at(task, table).flatMap(FutexLook::toWait);
      case FLOCK, FCNTL -> task.kept(FileLocks.Wanted.class).map(wanted -> file(task, wanted));
      case WAIT4 -> child(task, x[Registers.A0]);
      case WAITID -> x[Registers.A0] == P_PID ? child(task, x[Registers.A1]) : Optional.empty();
      default -> Optional.empty();
    };
  }

  /// The wait of `task` for a lock on a file.
  Wait file(Task task, FileLocks.Wanted wanted) {
    List<Task> holders =
        wanted.conflicts().stream().flatMap(lock -> only(lock.pid()).stream()).toList();
    return new Wait(task, Wait.Kind.FILE_LOCK, OptionalLong.empty(), holders, OptionalInt.empty());
  }

  private Optional<Wait> child(Task task, long pid) {
    return only((int) pid).map(child -> Wait.of(task, Wait.Kind.END, child));
  }

  private Optional<Task> only(int pid) {
    return table
        .find(pid)
        .map(Process::tasks)
        .filter(tasks -> tasks.size() == 1)
        .map(List::getFirst);
  }

  /// All waits, by number of process and task.
  List<Wait> all() {
    return table.all().stream()
        .flatMap(process -> process.tasks().stream())
        .flatMap(task -> of(task).stream())
        .toList();
  }

  /// The cycle of waits without a time limit that `start` is in, beginning with it; empty if there
  /// is none.
  List<Wait> cycle(Task start) {
    return of(start).map(this::cycle).orElse(List.of());
  }

  /// As [#cycle(Task)], if the task of `first` waits so, or were to.
  List<Wait> cycle(Wait first) {
    Task start = first.task();
    List<Wait> path = new ArrayList<>();
    Deque<Iterator<Task>> open = new ArrayDeque<>();
    Set<Task> seen = new HashSet<>();
    enter(first, path, open);
    while (!open.isEmpty()) {
      if (!open.peek().hasNext()) {
        open.pop();
        path.removeLast();
        continue;
      }
      Task next = open.peek().next();
      if (next == start) {
        return List.copyOf(path);
      }
      if (seen.add(next)) {
        of(next).ifPresent(wait -> enter(wait, path, open));
      }
    }
    return List.of();
  }

  private static void enter(Wait wait, List<Wait> path, Deque<Iterator<Task>> open) {
    if (wait.isForGood()) {
      path.add(wait);
      open.push(wait.holders().iterator());
    }
  }

  /// All who wait for one of `tasks`, or for one who does, and `tasks` themselves.
  Set<Task> waitingFor(Set<Task> tasks) {
    Map<Task, List<Task>> waiters = new HashMap<>();
    for (Wait wait : all()) {
      wait.holders()
          .forEach(
              holder -> waiters.computeIfAbsent(holder, _ -> new ArrayList<>()).add(wait.task()));
    }
    Set<Task> found = new HashSet<>(tasks);
    Deque<Task> open = new ArrayDeque<>(tasks);
    while (!open.isEmpty()) {
      waiters.getOrDefault(open.pop(), List.of()).stream().filter(found::add).forEach(open::push);
    }
    return found;
  }

  /// All cycles, by their tasks with the lowest number, with which each begins.
  List<List<Wait>> cycles() {
    List<List<Wait>> cycles = new ArrayList<>();
    Set<Task> found = new HashSet<>();
    for (Wait wait : all()) {
      List<Wait> cycle = found.contains(wait.task()) ? List.of() : cycle(wait.task());
      if (!cycle.isEmpty()) {
        cycles.add(cycle);
        cycle.forEach(member -> found.add(member.task()));
      }
    }
    return cycles;
  }
}
