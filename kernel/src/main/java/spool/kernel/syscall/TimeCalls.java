package spool.kernel.syscall;

import spool.emulator.memory.Access;
import spool.kernel.abi.Errno;
import spool.kernel.abi.Timespec;
import spool.kernel.process.ClockTicks;
import spool.kernel.process.Clocks;
import spool.kernel.process.CpuTime;
import spool.kernel.process.Task;
import spool.kernel.process.Timers;
import spool.kernel.vm.UserMemory;

/// System calls about time: clocks, sleeping and interval timers.
public final class TimeCalls {
  private static final int TIMER_ABSTIME = 1;
  private static final int TIMEZONE_BYTES = 8;
  private static final int TMS_BYTES = 32;

  /// When a sleep ends, kept while it lasts.
  private record Sleep(long deadline) {}

  private final Clocks clocks;

  /// Calls that read `clocks`.
  public TimeCalls(Clocks clocks) {
    this.clocks = clocks;
  }

  /// Supported.
  @SystemCall(number = 101, name = "nanosleep", restarts = false)
  long nanosleep(Task task, long request, long remaining) {
    return clockNanosleep(task, Clocks.CLOCK_MONOTONIC, 0, request, remaining);
  }

  /// Supported for all clocks but those of CPU time.
  @SystemCall(number = 115, name = "clock_nanosleep", restarts = false)
  long clockNanosleep(Task task, int clock, int flags, long request, long remaining) {
    boolean absolute = (flags & TIMER_ABSTIME) != 0;
    Sleep sleep =
        task.progress(
            Sleep.class,
            () -> new Sleep(clocks.deadline(clock, absolute, timespec(task, request))));
    long left = sleep.deadline - task.now();
    if (left <= 0) {
      return 0;
    }
    if (task.isInterrupted() && !absolute && remaining != 0) {
      task.memory().write(remaining, Timespec.of(left).toBytes());
    }
    throw task.block(sleep.deadline);
  }

  private static long timespec(Task task, long address) {
    return Timespec.of(task.memory().read(address, Timespec.BYTES)).toNanoseconds();
  }

  /// Supported.
  @SystemCall(number = 113, name = "clock_gettime")
  long clockGettime(Task task, int clock, long result) {
    Timespec time = Timespec.of(clocks.read(task, clock));
    task.memory().write(result, time.toBytes());
    return 0;
  }

  /// Supported: every clock has a resolution of a nanosecond.
  @SystemCall(number = 114, name = "clock_getres")
  long clockGetres(Task task, int clock, long result) {
    clocks.read(task, clock);
    if (result != 0) {
      task.memory().write(result, Timespec.of(1).toBytes());
    }
    return 0;
  }

  /// Supported for `CLOCK_REALTIME`; sleeps under way keep their end.
  @SystemCall(number = 112, name = "clock_settime")
  long clockSettime(Task task, int clock, long request) {
    long time = timespec(task, request);
    if (clock != Clocks.CLOCK_REALTIME) {
      throw Errno.EINVAL.failure();
    }
    return setRealTime(task, time);
  }

  private long setRealTime(Task task, long time) {
    if (!task.credentials().isPrivileged()) {
      throw Errno.EPERM.failure();
    }
    clocks.setRealTime(time);
    return 0;
  }

  /// Supported; the time zone is always UTC.
  @SystemCall(number = 169, name = "gettimeofday")
  long gettimeofday(Task task, long time, long zone) {
    UserMemory memory = task.memory();
    if (time != 0) {
      memory.write(time, Timespec.of(clocks.realTime()).toTimeval());
    }
    if (zone != 0) {
      memory.write(zone, new byte[TIMEZONE_BYTES]);
    }
    return 0;
  }

  /// Supported; the time zone is ignored.
  @SystemCall(number = 170, name = "settimeofday")
  long settimeofday(Task task, long time, long zone) {
    if (zone != 0) {
      task.memory().require(zone, TIMEZONE_BYTES, Access.LOAD);
    }
    if (time == 0) {
      return 0;
    }
    byte[] bytes = task.memory().read(time, Timespec.BYTES);
    return setRealTime(task, Timespec.ofTimeval(bytes).toNanoseconds());
  }

  /// Supported.
  @SystemCall(number = 153, name = "times")
  long times(Task task, long result) {
    if (result != 0) {
      UserMemory memory = task.memory();
      memory.require(result, TMS_BYTES, Access.STORE);
      storeTicks(memory, result, task.process().cpuTime());
      storeTicks(memory, result + TMS_BYTES / 2, task.process().childrenCpuTime());
    }
    return ClockTicks.of(task.now());
  }

  private static void storeTicks(UserMemory memory, long address, CpuTime time) {
    memory.store64(address, ClockTicks.of(time.user()));
    memory.store64(address + Long.BYTES, ClockTicks.of(time.system()));
  }

  /// Supported.
  @SystemCall(number = 102, name = "getitimer")
  long getitimer(Task task, int which, long result) {
    store(task, result, task.process().timers().setting(which));
    return 0;
  }

  /// Supported. The timers of CPU time expire at the first trap after their time.
  @SystemCall(number = 103, name = "setitimer")
  long setitimer(Task task, int which, long request, long old) {
    Timers timers = task.process().timers();
    Timers.Setting before = timers.setting(which);
    Timers.Setting next = request == 0 ? Timers.Setting.OFF : setting(task, request);
    if (old != 0) {
      store(task, old, before);
    }
    timers.set(which, next);
    return 0;
  }

  private static Timers.Setting setting(Task task, long address) {
    UserMemory memory = task.memory();
    long interval = timeval(memory, address);
    return new Timers.Setting(timeval(memory, address + Timespec.BYTES), interval);
  }

  private static long timeval(UserMemory memory, long address) {
    return Timespec.ofTimeval(memory.read(address, Timespec.BYTES)).toNanoseconds();
  }

  private static void store(Task task, long address, Timers.Setting setting) {
    UserMemory memory = task.memory();
    memory.write(address, Timespec.of(setting.interval()).toTimeval());
    memory.write(address + Timespec.BYTES, Timespec.of(setting.left()).toTimeval());
  }
}
