package spool.kernel.process;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import spool.emulator.machine.EventQueue;
import spool.kernel.abi.Timespec;
import spool.kernel.signal.SignalInfo;
import spool.kernel.signal.SignalQueue;

/// A timer of timer_create(2).
///
/// It is off, or armed, or due: its time has come, and the signal that says so is queued. A timer
/// that is due stands still. Only when the signal is taken does it go on, behind the periods that
/// have passed meanwhile; these are the signal's overruns. So a timer has one signal queued at
/// most, however short its period is. One whose signal nobody wants goes on by itself, but not more
/// often than Linux's clock ticks.
///
/// Invariant: a timer of a clock that goes on by itself has an event if and only if it is armed and
/// tells somebody of its expiry.
public final class PosixTimer {
  private static final long TICK = Timespec.SECOND / 250;

  /// Whom to tell of an expiry, and what.
  ///
  /// @param task the thread that gets the signal, or null for whichever thread of the process
  /// @param signal the signal, or 0 for none
  /// @param value what the signal carries
  public record Notification(@Nullable Task task, int signal, long value) {}

  private enum State {
    OFF,
    ARMED,
    DUE
  }

  private final int id;
  private final int clockId;
  private final Process process;
  private final Dispatcher dispatcher;
  private final LongSupplier clock;
  private final boolean countsCpu;
  private final Notification notification;
  private State state = State.OFF;
  private EventQueue.@Nullable Event event;
  private @Nullable SignalInfo queued;
  private long expiry;
  private long interval;
  private int missed;
  private int overruns;

  /// A timer of `process`, off, of the clock `clockId`; `clock` shows virtual time, or CPU time if
  /// it `countsCpu`.
  PosixTimer(
      int id,
      int clockId,
      Process process,
      Dispatcher dispatcher,
      LongSupplier clock,
      boolean countsCpu,
      Notification notification) {
    this.id = id;
    this.clockId = clockId;
    this.process = process;
    this.dispatcher = dispatcher;
    this.clock = clock;
    this.countsCpu = countsCpu;
    this.notification = notification;
  }

  /// Its number in its process.
  public int id() {
    return id;
  }

  /// The number of its clock, `CLOCK_*`.
  public int clock() {
    return clockId;
  }

  /// What its clock shows: virtual time, or CPU time.
  public long now() {
    return clock.getAsLong();
  }

  /// Whether its clock counts CPU time.
  public boolean countsCpu() {
    return countsCpu;
  }

  /// How many more expiries the signal taken last stood for.
  public int overruns() {
    return overruns;
  }

  /// How it is set.
  public Timers.Setting setting() {
    long left = expiry - now();
    if (state == State.OFF) {
      return Timers.Setting.OFF;
    }
    if (left > 0) {
      return new Timers.Setting(left, interval);
    }
    if (interval > 0) {
      return new Timers.Setting(interval + left % interval, interval);
    }
    return isSilent() ? Timers.Setting.OFF : new Timers.Setting(1, 0);
  }

  /// Lets it expire when its clock shows `time`, and from then on every `period`, 0 for never
  /// again.
  public void set(long time, long period) {
    disarm();
    overruns = 0;
    expiry = time;
    interval = period;
    arm();
  }

  /// Switches it off.
  public void disarm() {
    dispatcher.cancel(event);
    event = null;
    state = State.OFF;
  }

  private void arm() {
    state = State.ARMED;
    if (!countsCpu && !isSilent()) {
      event = dispatcher.at(Math.max(expiry, dispatcher.now()), this::expire);
    }
  }

  private boolean isSilent() {
    return notification.signal == 0;
  }

  /// How many cycles of CPU time are left until it expires, [Long#MAX_VALUE] if it counts none or
  /// tells nobody.
  long cpuLeft() {
    boolean isCounting = countsCpu && state == State.ARMED && !isSilent();
    return isCounting ? expiry - now() : Long.MAX_VALUE;
  }

  /// Expires if it counts CPU time and that has come.
  void check() {
    if (cpuLeft() <= 0) {
      expire();
    }
  }

  private void expire() {
    event = null;
    state = interval == 0 ? State.OFF : State.DUE;
    if (isQueued()) {
      missed = plus(missed, 1);
    } else if (!send()) {
      goOn(Math.max(passed() + 1, Math.ceilDiv(TICK, Math.max(1, interval))));
    }
  }

  private boolean isQueued() {
    return queued != null && queue().holds(queued);
  }

  private SignalQueue queue() {
    return notification.task == null ? process.pending() : notification.task.signals().queue();
  }

  /// Queues the signal, and says whether it is wanted. The timer of a thread that has ended is off.
  private boolean send() {
    SignalInfo info = SignalInfo.ofTimer(notification.signal, id, notification.value, this::taken);
    Task task = notification.task;
    if (task == null) {
      Signals.send(process, info);
    } else if (process.tasks().contains(task)) {
      Signals.send(task, info);
    } else {
      disarm();
    }
    queued = info;
    return isQueued();
  }

  /// The signal is taken: goes on, and answers the overruns.
  private int taken() {
    overruns = plus(missed, passed());
    missed = 0;
    goOn(passed() + 1);
    return overruns;
  }

  /// How many whole periods are over since it became due.
  private long passed() {
    return state == State.DUE ? (now() - expiry) / interval : 0;
  }

  /// Goes on behind `periods`, if the time of a periodic timer has come.
  private void goOn(long periods) {
    if (state == State.DUE) {
      expiry += periods * interval;
      arm();
    }
  }

  private static int plus(int count, long more) {
    return (int) Math.min(Integer.MAX_VALUE, count + more);
  }
}
