package spool.kernel.process;

import java.util.TreeMap;
import java.util.function.LongSupplier;
import spool.kernel.abi.Errno;

/// The timers that a process has made with timer_create(2). No child has them, and no further
/// program of the process.
public final class PosixTimers {
  private final Process process;
  private final Dispatcher dispatcher;
  private final TreeMap<Integer, PosixTimer> timers = new TreeMap<>();
  private int lastId = -1;
  private int cpuTimers;

  /// None yet, of `process`.
  PosixTimers(Process process, Dispatcher dispatcher) {
    this.process = process;
    this.dispatcher = dispatcher;
  }

  /// The number that the next timer will have.
  public int nextId() {
    int id = lastId;
    do {
      id = (id + 1) & Integer.MAX_VALUE;
    } while (timers.containsKey(id));
    return id;
  }

  /// Makes a timer, off, of the clock `id` that goes on by itself, and tells as `notification`
  /// says. Fails with `EAGAIN` where no more signals could be queued either: each timer counts for
  /// one of these.
  public PosixTimer create(int id, PosixTimer.Notification notification) {
    return add(id, dispatcher::now, false, notification);
  }

  /// As [#create], but it counts the CPU time that `clock` shows; its expiry is noticed at the next
  /// trap of the process.
  public PosixTimer createForCpu(int id, LongSupplier clock, PosixTimer.Notification notification) {
    PosixTimer timer = add(id, clock, true, notification);
    cpuTimers++;
    return timer;
  }

  private PosixTimer add(
      int clockId, LongSupplier clock, boolean countsCpu, PosixTimer.Notification notification) {
    if (Signals.isFull(process)) {
      throw Errno.EAGAIN.failure();
    }
    lastId = nextId();
    PosixTimer timer =
        new PosixTimer(lastId, clockId, process, dispatcher, clock, countsCpu, notification);
    timers.put(lastId, timer);
    process.pending().tally().add(1);
    return timer;
  }

  /// The timer `id`. Fails with `EINVAL`.
  public PosixTimer find(int id) {
    PosixTimer timer = timers.get(id);
    if (timer == null) {
      throw Errno.EINVAL.failure();
    }
    return timer;
  }

  /// Forgets the timer `id`. Fails with `EINVAL`.
  public void delete(int id) {
    PosixTimer timer = find(id);
    timer.disarm();
    timers.remove(id);
    cpuTimers -= timer.countsCpu() ? 1 : 0;
    process.pending().tally().add(-1);
  }

  /// Forgets all.
  void clear() {
    while (!timers.isEmpty()) {
      delete(timers.firstKey());
    }
  }

  /// Whether there are any that count CPU time.
  boolean countCpuTime() {
    return cpuTimers > 0;
  }

  /// How many cycles of CPU time are left until one expires, [Long#MAX_VALUE] if none will.
  long left() {
    return timers.values().stream().mapToLong(PosixTimer::cpuLeft).min().orElse(Long.MAX_VALUE);
  }

  /// Sends what CPU time has run out for.
  void check() {
    if (countCpuTime()) {
      timers.values().forEach(PosixTimer::check);
    }
  }
}
