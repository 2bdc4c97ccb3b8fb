package spool.kernel.process;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import spool.kernel.abi.Errno;

/// All processes, tasks and process groups by number, zombies included.
///
/// A number is free for another task when no process, task or group has it.
public final class ProcessTable {
  /// Numbers are below: Linux's default `pid_max`.
  public static final int PID_MAX = 32_768;

  /// Where numbers begin again after the highest, as in Linux.
  private static final int FIRST_REUSED = 300;

  private final int mostTasks;
  private final TreeMap<Integer, Process> processes = new TreeMap<>();
  private final TreeMap<Integer, Task> tasks = new TreeMap<>();
  private final TreeMap<Integer, ProcessGroup> groups = new TreeMap<>();
  private int lastNumber;
  private long created;

  /// An empty table for at most so many tasks.
  public ProcessTable(int mostTasks) {
    this.mostTasks = mostTasks;
  }

  /// The process with this pid.
  public Optional<Process> find(int pid) {
    return Optional.ofNullable(processes.get(pid));
  }

  /// The task with this tid, if it has not ended.
  public Optional<Task> task(int tid) {
    return Optional.ofNullable(tasks.get(tid));
  }

  /// The process group with this number.
  public Optional<ProcessGroup> group(int id) {
    return Optional.ofNullable(groups.get(id));
  }

  /// All processes, by pid.
  public Collection<Process> all() {
    return List.copyOf(processes.values());
  }

  /// The lowest pid that is greater than `pid`.
  public OptionalInt pidAfter(int pid) {
    Integer next = processes.higherKey(pid);
    return next == null ? OptionalInt.empty() : OptionalInt.of(next);
  }

  /// The number given last.
  public int lastNumber() {
    return lastNumber;
  }

  /// Init, which lives as long as the machine runs.
  public Process init() {
    return find(Process.INIT).orElseThrow(() -> new IllegalStateException("there is no init"));
  }

  /// How many tasks there can be.
  int mostTasks() {
    return mostTasks;
  }

  /// How many tasks there are, with those of zombies.
  public int taskCount() {
    return tasks.size();
  }

  /// How many processes were created since the start.
  public long created() {
    return created;
  }

  /// How many tasks user `uid` has, with those of zombies.
  long countOf(int uid) {
    return tasks.values().stream().filter(each -> each.credentials().uid() == uid).count();
  }

  /// The next free number; the highest but for a new one starts again at 300. Fails with `EAGAIN`
  /// when the table is full.
  int nextNumber() {
    if (taskCount() >= mostTasks) {
      throw Errno.EAGAIN.failure();
    }
    int number = successor(lastNumber);
    while (isTaken(number)) {
      number = successor(number);
    }
    lastNumber = number;
    return number;
  }

  private static int successor(int number) {
    return number + 1 < PID_MAX ? number + 1 : FIRST_REUSED;
  }

  private boolean isTaken(int number) {
    return processes.containsKey(number) || tasks.containsKey(number) || group(number).isPresent();
  }

  /// The group `id` of `session`, made if there is none.
  ProcessGroup group(int id, Session session) {
    return groups.computeIfAbsent(id, _ -> new ProcessGroup(id, session));
  }

  void add(Process process) {
    processes.put(process.pid(), process);
    created++;
  }

  void add(Task task) {
    tasks.put(task.tid(), task);
  }

  void remove(Task task) {
    tasks.remove(task.tid(), task);
  }

  /// Forgets a process that was waited for.
  void remove(Process process) {
    processes.remove(process.pid());
    process.group().remove(process);
    forgetIfEmpty(process.group());
  }

  /// Moves a process to another group.
  void move(Process process, ProcessGroup next) {
    ProcessGroup before = process.group();
    process.group(next);
    forgetIfEmpty(before);
  }

  private void forgetIfEmpty(ProcessGroup group) {
    if (group.members().isEmpty()) {
      groups.remove(group.id(), group);
    }
  }
}
