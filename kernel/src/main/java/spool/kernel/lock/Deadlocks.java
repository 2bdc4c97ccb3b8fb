package spool.kernel.lock;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import spool.kernel.abi.Signal;
import spool.kernel.exec.ProgramSymbols;
import spool.kernel.fs.FileLocks;
import spool.kernel.process.CallChain;
import spool.kernel.process.Process;
import spool.kernel.process.ProcessTable;
import spool.kernel.process.Signals;
import spool.kernel.process.Task;
import spool.kernel.signal.SignalInfo;

/// Finds tasks that wait for each other in a circle, and locks whose owners have ended, and tells
/// of them once.
///
/// A cycle of waits can only be closed by a task that begins to wait: until then one of its members
/// runs. So it is enough to follow the holders from each task that does, which is done at that very
/// moment, whatever the harts and the host do. A cycle is told of once; when one of its members has
/// come to the end of its system call it is another one.
///
/// Nobody is ended if not asked for by [OnDeadlock]: a signal to a member may still break the
/// cycle, and a time limit will, which is why waits with one do not count.
///
/// Invariant: `waiting` has no task that has ended, and each set in `told` only such as have been
/// in their system calls since.
final class Deadlocks {
  private static final int MOST_MEMBERS = 16;

  /// Not by [Comparator#comparingInt]: the JVM links what that answers, which can be serialized, at
  /// each start.
  private static final Comparator<Process> BY_PID =
      (one, other) -> Integer.compare(one.pid(), other.pid());

  private final WaitsFor graph;
  private final ProcessTable table;
  private final Consumer<String> log;

  /// Those who have begun to wait for a holder and not come to the end of it.
  private final Set<Task> waiting = new LinkedHashSet<>();

  /// The members of the cycles that were told of. Only looked up: its order plays no part.
  private final Set<Set<Task>> told = new HashSet<>();

  private final Runnable stop;
  private OnDeadlock reaction = OnDeadlock.REPORT;

  Deadlocks(ProcessTable table, Consumer<String> log, Runnable stop) {
    this.graph = new WaitsFor(table);
    this.table = table;
    this.log = log;
    this.stop = stop;
  }

  void reaction(OnDeadlock value) {
    reaction = value;
  }

  /// The task waits, for the first time in its system call or again.
  void blocked(Task task) {
    Optional<Wait> wait = graph.of(task);
    if (wait.isPresent() && wait.get().isForGood()) {
      blocked(wait.get());
    }
  }

  private void blocked(Wait wait) {
    boolean isFirst = waiting.add(wait.task());
    if (!isFirst && told.stream().anyMatch(set -> set.contains(wait.task()))) {
      return;
    }
    List<Wait> cycle = graph.cycle(wait.task());
    if (!cycle.isEmpty() && told.add(members(cycle))) {
      describe(cycle).forEach(log);
      react(cycle);
    } else if (isFirst && wait.lost().isPresent()) {
      log.accept(orphan(wait));
    }
  }

  private void react(List<Wait> cycle) {
    switch (reaction) {
      case REPORT -> {}
      case KILL -> kill(cycle);
      case STOP -> {
        log.accept("deadlock: the machine is switched off");
        stop.run();
      }
    }
  }

  private void kill(List<Wait> cycle) {
    List<Process> processes =
        cycle.stream().map(wait -> wait.task().process()).distinct().sorted(BY_PID).toList();
    String pids = processes.stream().map(p -> " " + p.pid()).collect(Collectors.joining());
    log.accept("deadlock: killed" + pids);
    processes.forEach(process -> Signals.send(process, SignalInfo.ofKernel(Signal.SIGKILL)));
  }

  private static Set<Task> members(List<Wait> cycle) {
    return cycle.stream().map(Wait::task).collect(Collectors.toSet());
  }

  /// Whether a wait of `task` for the lock on a file would close a cycle of such waits.
  boolean wouldFollow(Task task, FileLocks.Wanted wanted) {
    List<Wait> cycle = graph.cycle(graph.file(task, wanted));
    return !cycle.isEmpty() && cycle.stream().allMatch(wait -> wait.kind() == Wait.Kind.FILE_LOCK);
  }

  /// The system call of the task is over.
  void ended(Task task) {
    if (waiting.remove(task)) {
      told.removeIf(set -> set.contains(task));
    }
  }

  /// The task has ended. Those who wait for a lock that it has not given up may wait for ever.
  void gone(Task task) {
    ended(task);
    for (Task other : List.copyOf(waiting)) {
      graph
          .of(other)
          .filter(wait -> wait.lost().orElse(0) == task.tid())
          .ifPresent(wait -> log.accept(orphan(wait)));
    }
  }

  private String orphan(Wait wait) {
    return "lock without owner: " + text(wait);
  }

  /// The present cycles, a line for each and one for each member; the empty text without any.
  String text() {
    return graph.cycles().stream()
        .flatMap(cycle -> describe(cycle).stream())
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  /// All waits for something that others hold, and who is in a cycle.
  String graphText() {
    Set<Task> stuck = new HashSet<>();
    List<List<Wait>> cycles = graph.cycles();
    cycles.forEach(cycle -> stuck.addAll(members(cycle)));
    StringBuilder text = new StringBuilder();
    for (Wait wait : graph.all()) {
      text.append(stuck.contains(wait.task()) ? "* " : "  ").append(text(wait)).append('\n');
    }
    return text + summary(text.isEmpty(), cycles.size());
  }

  private static String summary(boolean isEmpty, int cycles) {
    if (isEmpty) {
      return "no task waits for another\n";
    }
    return switch (cycles) {
      case 0 -> "no deadlock\n";
      case 1 -> "a deadlock: those marked * wait for each other\n";
      default -> cycles + " deadlocks: those marked * wait for each other\n";
    };
  }

  private List<String> describe(List<Wait> cycle) {
    List<String> lines = new ArrayList<>();
    lines.add("deadlock: " + heading(cycle));
    cycle.stream().limit(MOST_MEMBERS).map(wait -> "  " + text(wait)).forEach(lines::add);
    if (cycle.size() > MOST_MEMBERS) {
      lines.add("  and %d more".formatted(cycle.size() - MOST_MEMBERS));
    }
    return lines;
  }

  private String heading(List<Wait> cycle) {
    String who =
        cycle.size() == 1 ? "a task waits for itself" : cycle.size() + " tasks wait for each other";
    int others = others(cycle);
    return who
        + switch (others) {
          case 0 -> ", and all of the program with them";
          case 1 -> ", beside 1 other task of the program";
          default -> ", beside " + others + " other tasks of the program";
        };
  }

  /// How many tasks of the process group wait for none of the cycle. Init is of no program.
  private int others(List<Wait> cycle) {
    int group = cycle.getFirst().task().group();
    Set<Task> stuck = graph.waitingFor(members(cycle));
    return (int)
        table.all().stream()
            .filter(process -> process.group().id() == group && !process.isInit())
            .flatMap(process -> process.tasks().stream())
            .filter(task -> !stuck.contains(task))
            .count();
  }

  private static String text(Wait wait) {
    Task task = wait.task();
    ProgramSymbols symbols = CallChain.symbols(task);
    return name(task)
        + " waits for "
        + what(wait, symbols)
        + (task.isTimed() ? " for a limited time" : "")
        + ", in "
        + CallChain.of(task, symbols).text();
  }

  private static String what(Wait wait, ProgramSymbols symbols) {
    return switch (wait.kind()) {
      case LOCK -> "lock " + lock(wait, symbols) + owner(wait);
      case FILE_LOCK -> "a lock on a file" + owner(wait);
      case END -> "the end of " + names(wait);
    };
  }

  private static String lock(Wait wait, ProgramSymbols symbols) {
    long word = wait.word().orElseThrow();
    String number = "0x" + Long.toHexString(word);
    return LockName.of(wait.task(), symbols, word)
        .map(name -> name + " at " + number)
        .orElse("at " + number);
  }

  private static String owner(Wait wait) {
    if (wait.lost().isPresent()) {
      return " of task " + wait.lost().getAsInt() + ", which has ended";
    }
    return wait.holders().isEmpty() ? "" : " of " + names(wait);
  }

  private static String names(Wait wait) {
    return wait.holders().stream()
        .limit(MOST_MEMBERS)
        .map(Deadlocks::name)
        .collect(Collectors.joining(" and "));
  }

  private static String name(Task task) {
    return "task " + task.tid() + " (" + task.name() + ")";
  }
}
