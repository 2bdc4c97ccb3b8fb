package spool.kernel.syscall;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import spool.kernel.abi.Errno;
import spool.kernel.abi.Signal;
import spool.kernel.abi.Timespec;
import spool.kernel.process.Clocks;
import spool.kernel.process.PosixTimer;
import spool.kernel.process.PosixTimer.Notification;
import spool.kernel.process.PosixTimers;
import spool.kernel.process.Task;
import spool.kernel.process.Timers;
import spool.kernel.vm.UserMemory;

/// System calls about the timers of POSIX (timer_create(2)).
public final class TimerCalls {
  private static final int TIMER_ABSTIME = 1;

  private static final int SIGEV_SIGNAL = 0;
  private static final int SIGEV_NONE = 1;
  private static final int SIGEV_THREAD = 2;
  private static final int SIGEV_THREAD_ID = 4;

  /// `struct sigevent`: `sigev_value`, `sigev_signo`, `sigev_notify`, and what that needs.
  private static final int EVENT_BYTES = 64;

  private static final int EVENT_SIGNAL = 8;
  private static final int EVENT_NOTIFY = 12;
  private static final int EVENT_TID = 16;

  private final Clocks clocks;

  /// Timers of `clocks`.
  public TimerCalls(Clocks clocks) {
    this.clocks = clocks;
  }

  /// Supported: all clocks but the raw and the coarse ones, all notifications. A timer of CPU time
  /// expires at the first trap of its process after its time, one of real time does not follow
  /// `clock_settime`.
  @SystemCall(number = 107, name = "timer_create")
  long timerCreate(Task task, int clock, long event, long result) {
    PosixTimers timers = task.process().posixTimers();
    Optional<LongSupplier> cpuClock = cpuClock(task, clock);
    Notification notification =
        event == 0
            ? new Notification(null, Signal.SIGALRM, timers.nextId())
            : notification(task, task.memory().read(event, EVENT_BYTES));
    PosixTimer timer =
        cpuClock.isPresent()
            ? timers.createForCpu(clock, cpuClock.get(), notification)
            : timers.create(clock, notification);
    boolean told = false;
    try {
      task.memory().store32(result, timer.id());
      told = true;
    } finally {
      if (!told) {
        timers.delete(timer.id());
      }
    }
    return 0;
  }

  private Optional<LongSupplier> cpuClock(Task task, int clock) {
    return switch (clock) {
      case Clocks.CLOCK_REALTIME,
          Clocks.CLOCK_MONOTONIC,
          Clocks.CLOCK_BOOTTIME,
          Clocks.CLOCK_REALTIME_ALARM,
          Clocks.CLOCK_BOOTTIME_ALARM,
          Clocks.CLOCK_TAI ->
          Optional.empty();
      case Clocks.CLOCK_MONOTONIC_RAW,
          Clocks.CLOCK_REALTIME_COARSE,
          Clocks.CLOCK_MONOTONIC_COARSE ->
          throw Errno.EOPNOTSUPP.failure();
      default -> Optional.of(clocks.cpuClock(task, clock));
    };
  }

  private static Notification notification(Task task, byte[] bytes) {
    ByteBuffer event = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int signal = event.getInt(EVENT_SIGNAL);
    long value = event.getLong(0);
    return switch (event.getInt(EVENT_NOTIFY)) {
      case SIGEV_NONE -> new Notification(null, 0, value);
      case SIGEV_SIGNAL, SIGEV_THREAD -> notification(null, signal, value);
      case SIGEV_THREAD_ID -> notification(thread(task, event.getInt(EVENT_TID)), signal, value);
      default -> throw Errno.EINVAL.failure();
    };
  }

  private static Notification notification(@Nullable Task thread, int signal, long value) {
    if (!Signal.isValid(signal)) {
      throw Errno.EINVAL.failure();
    }
    return new Notification(thread, signal, value);
  }

  private static Task thread(Task task, int tid) {
    return task.process().tasks().stream()
        .filter(each -> each.tid() == tid)
        .findFirst()
        .orElseThrow(Errno.EINVAL::failure);
  }

  /// Supported.
  @SystemCall(number = 108, name = "timer_gettime")
  long timerGettime(Task task, int timer, long result) {
    store(task, result, timer(task, timer).setting());
    return 0;
  }

  /// Supported.
  @SystemCall(number = 109, name = "timer_getoverrun")
  long timerGetoverrun(Task task, int timer) {
    return timer(task, timer).overruns();
  }

  /// Supported.
  @SystemCall(number = 110, name = "timer_settime")
  long timerSettime(Task task, int timer, int flags, long next, long old) {
    if (next == 0) {
      throw Errno.EINVAL.failure();
    }
    long interval = timespec(task, next);
    long value = timespec(task, next + Timespec.BYTES);
    PosixTimer found = timer(task, timer);
    Timers.Setting before = found.setting();
    if (value == 0) {
      found.disarm();
    } else {
      found.set(expiry(found, (flags & TIMER_ABSTIME) != 0, value), interval);
    }
    if (old != 0) {
      store(task, old, before);
    }
    return 0;
  }

  private long expiry(PosixTimer timer, boolean absolute, long value) {
    if (timer.countsCpu()) {
      return absolute ? value : timer.now() + value;
    }
    return clocks.deadline(timer.clock(), absolute, value);
  }

  /// Supported.
  @SystemCall(number = 111, name = "timer_delete")
  long timerDelete(Task task, int timer) {
    task.process().posixTimers().delete(timer);
    return 0;
  }

  private static PosixTimer timer(Task task, int id) {
    return task.process().posixTimers().find(id);
  }

  private static long timespec(Task task, long address) {
    return Timespec.of(task.memory().read(address, Timespec.BYTES)).toNanoseconds();
  }

  private static void store(Task task, long address, Timers.Setting setting) {
    UserMemory memory = task.memory();
    ByteBuffer bytes = ByteBuffer.allocate(2 * Timespec.BYTES);
    bytes.put(Timespec.of(setting.interval()).toBytes());
    bytes.put(Timespec.of(setting.left()).toBytes());
    memory.write(address, bytes.array());
  }
}
