package spool.kernel.lock;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import spool.kernel.abi.Errno;
import spool.kernel.process.CallChain;
import spool.kernel.process.ProcessTable;
import spool.kernel.process.Task;
import spool.kernel.vm.FutexKey;

/// How much there was to wait for each lock: a futex word on which somebody has waited.
///
/// A free lock is taken without the kernel, which sees contention alone. What is counted costs the
/// guest no time. Off at first, like Linux's lock_stat; times are in cycles, nanoseconds of virtual
/// time, from the beginning of a wait to when the task goes on.
///
/// Only so many locks are kept: beyond, the one with the shortest wait in all makes room, or the
/// new one is not counted, and either way the number of dropped ones says so.
///
/// Invariant: a lock is known by its key only while a process lives that can have it, so that what
/// has ended is not held in memory.
public final class LockStatistics {
  private static final int MOST_LOCKS = 256;
  private static final String HEADING =
      "%-16s %-15s %6s %6s %7s %3s %11s %9s\n"
          .formatted("LOCK", "PROGRAM", "WAITS", "WOKEN", "TIMEOUT", "NOW", "CYCLES", "LONGEST");

  private static final class Lock {
    private final String name;
    private final String program;
    private final Optional<FutexKey> key;
    private long waits;
    private long wakes;
    private long timeOuts;
    private int waiting;
    private long cycles;
    private long longest;

    Lock(String name, String program, Optional<FutexKey> key) {
      this.name = name;
      this.program = program;
      this.key = key;
    }

    private void begin() {
      waits++;
      waiting++;
    }

    private void end(long elapsed) {
      waiting--;
      cycles += elapsed;
      longest = Math.max(longest, elapsed);
    }

    /// The same figures without the key.
    private Lock archived() {
      Lock copy = new Lock(name, program, Optional.empty());
      copy.waits = waits;
      copy.wakes = wakes;
      copy.timeOuts = timeOuts;
      copy.cycles = cycles;
      copy.longest = longest;
      return copy;
    }

    private String line() {
      return "%-16s %-15s %6d %6d %7d %3d %11d %9d\n"
          .formatted(name, program, waits, wakes, timeOuts, waiting, cycles, longest);
    }
  }

  private record Open(Lock lock, long start) {}

  private final ProcessTable table;

  /// In the order in which they were first waited for.
  private final List<Lock> locks = new ArrayList<>();

  /// Only looked up: its order plays no part.
  private final Map<Task, Open> open = new LinkedHashMap<>();

  private boolean isOn;
  private long dropped;

  LockStatistics(ProcessTable table) {
    this.table = table;
  }

  /// Whether anything is counted.
  public boolean isOn() {
    return isOn;
  }

  /// Begins or ends counting; waits under way are not counted.
  public void turn(boolean on) {
    isOn = on;
    open.values().forEach(wait -> wait.lock.waiting--);
    open.clear();
  }

  /// Forgets what was counted.
  public void clear() {
    turn(isOn);
    locks.clear();
    dropped = 0;
  }

  /// The task waits in futex(2), for the first time in the call or again.
  void blocked(Task task) {
    if (!open.containsKey(task)) {
      FutexLook.at(task, table)
          .flatMap(this::lock)
          .ifPresent(
              lock -> {
                lock.begin();
                open.put(task, new Open(lock, task.now()));
              });
    }
  }

  /// The wait of the task is over, with the call's result if there is one.
  void ended(Task task, long result) {
    Open wait = open.remove(task);
    if (wait != null) {
      wait.lock.end(task.now() - wait.start);
      wait.lock.wakes += result >= 0 ? 1 : 0;
      wait.lock.timeOuts += result == -Errno.ETIMEDOUT.number() ? 1 : 0;
    }
  }

  /// The task has ended, and so may have the last process that could have some of the locks.
  void gone(Task task) {
    ended(task, -Errno.EINTR.number());
    if (!locks.isEmpty() && task.process().hasEnded()) {
      locks.replaceAll(
          lock -> lock.key.filter(this::isNobodys).isPresent() ? lock.archived() : lock);
    }
  }

  private boolean isNobodys(FutexKey key) {
    return table.all().stream()
        .noneMatch(
            process ->
                process.resources().hasMemory() && process.memory().addressOf(key).isPresent());
  }

  private Optional<Lock> lock(FutexLook look) {
    Optional<Lock> known =
        locks.stream().filter(lock -> lock.key.filter(look.key()::equals).isPresent()).findFirst();
    return known.or(() -> hasRoom() ? Optional.of(add(look)) : Optional.empty());
  }

  private Lock add(FutexLook look) {
    Task task = look.task();
    String name =
        LockName.of(task, CallChain.symbols(task), look.address())
            .orElse("0x" + Long.toHexString(look.address()));
    Lock lock = new Lock(name, task.name(), Optional.of(look.key()));
    locks.add(lock);
    return lock;
  }

  private boolean hasRoom() {
    if (locks.size() < MOST_LOCKS) {
      return true;
    }
    dropped++;
    Optional<Lock> least =
        locks.stream()
            .filter(lock -> lock.waiting == 0)
            .min(Comparator.comparingLong(lock -> lock.cycles));
    least.ifPresent(locks::remove);
    return least.isPresent();
  }

  /// A table with a line for each lock, most waited for first.
  public String text() {
    StringBuilder text = new StringBuilder(HEADING);
    locks.stream()
        .sorted(Comparator.comparingLong((Lock lock) -> lock.cycles).reversed())
        .forEach(lock -> text.append(lock.line()));
    if (dropped > 0) {
      text.append("%d locks were dropped: more than %d\n".formatted(dropped, MOST_LOCKS));
    }
    return text.toString();
  }
}
