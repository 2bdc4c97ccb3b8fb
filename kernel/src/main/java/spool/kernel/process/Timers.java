package spool.kernel.process;

import org.jspecify.annotations.Nullable;
import spool.emulator.machine.EventQueue;
import spool.kernel.abi.Errno;
import spool.kernel.abi.Signal;
import spool.kernel.signal.SignalInfo;

/// The interval timers of a process (setitimer(2)): one that counts real time and two that count
/// CPU time. All in cycles.
public final class Timers {
  public static final int ITIMER_REAL = 0;
  public static final int ITIMER_VIRTUAL = 1;
  public static final int ITIMER_PROF = 2;

  /// How much is left until it expires, 0 for a timer that is off, and how long after each time
  /// until the next, 0 for once.
  public record Setting(long left, long interval) {
    /// A timer that is off.
    public static final Setting OFF = new Setting(0, 0);
  }

  /// A timer that counts CPU time.
  private static final class CpuTimer {
    final int signal;
    long expiry;
    long interval;

    CpuTimer(int signal) {
      this.signal = signal;
    }

    Setting setting(long used) {
      return expiry == 0 ? Setting.OFF : new Setting(Math.max(1, expiry - used), interval);
    }

    void set(Setting setting, long used) {
      expiry = setting.left() == 0 ? 0 : used + setting.left();
      interval = setting.interval();
    }

    long left(long used) {
      return expiry == 0 ? Long.MAX_VALUE : expiry - used;
    }

    void check(Process process, long used) {
      if (expiry != 0 && used >= expiry) {
        expiry = interval == 0 ? 0 : used + interval;
        Signals.send(process, SignalInfo.ofKernel(signal));
      }
    }
  }

  private final Process process;
  private final Dispatcher dispatcher;
  private final CpuTimer virtual = new CpuTimer(Signal.SIGVTALRM);
  private final CpuTimer profiling = new CpuTimer(Signal.SIGPROF);
  private EventQueue.@Nullable Event alarm;
  private long interval;

  /// The timers of `process`, all off.
  Timers(Process process, Dispatcher dispatcher) {
    this.process = process;
    this.dispatcher = dispatcher;
  }

  /// How timer `which` (`ITIMER_*`) is set.
  public Setting setting(int which) {
    CpuTime used = process.cpuTime();
    return switch (which) {
      case ITIMER_REAL -> realSetting();
      case ITIMER_VIRTUAL -> virtual.setting(used.user());
      case ITIMER_PROF -> profiling.setting(used.total());
      default -> throw Errno.EINVAL.failure();
    };
  }

  private Setting realSetting() {
    return alarm == null
        ? Setting.OFF
        : new Setting(Math.max(1, alarm.time() - dispatcher.now()), interval);
  }

  /// Sets timer `which`.
  public void set(int which, Setting setting) {
    CpuTime used = process.cpuTime();
    switch (which) {
      case ITIMER_REAL -> setReal(setting);
      case ITIMER_VIRTUAL -> virtual.set(setting, used.user());
      case ITIMER_PROF -> profiling.set(setting, used.total());
      default -> throw Errno.EINVAL.failure();
    }
  }

  private void setReal(Setting setting) {
    dispatcher.cancel(alarm);
    interval = setting.interval();
    alarm =
        setting.left() == 0 ? null : dispatcher.at(dispatcher.now() + setting.left(), this::expire);
  }

  private void expire() {
    Signals.send(process, SignalInfo.ofKernel(Signal.SIGALRM));
    alarm = interval == 0 ? null : dispatcher.at(dispatcher.now() + interval, this::expire);
  }

  /// Sends what CPU time has run out for.
  void check() {
    if (countCpuTime()) {
      CpuTime used = process.cpuTime();
      virtual.check(process, used.user());
      profiling.check(process, used.total());
    }
  }

  /// Whether one of those that count CPU time is on.
  boolean countCpuTime() {
    return virtual.expiry != 0 || profiling.expiry != 0;
  }

  /// How many cycles of CPU time are left until one expires, [Long#MAX_VALUE] if none will.
  long left(CpuTime used) {
    return Math.min(virtual.left(used.user()), profiling.left(used.total()));
  }

  /// Switches all timers off.
  void cancel() {
    setReal(Setting.OFF);
    virtual.set(Setting.OFF, 0);
    profiling.set(Setting.OFF, 0);
  }
}
