package spool.emulator.device;

import org.jspecify.annotations.Nullable;
import spool.emulator.state.Exchange;

/// Virtual time as devices see it, in cycles of one nanosecond.
public interface VirtualTime {
  /// A scheduled action that can still be called off.
  interface Alarm {
    /// Forgets the action; nothing happens if it has run.
    void cancel();

    /// When it is due.
    long time();

    /// Its place among the alarms of the same time: the lower number is first.
    long rank();
  }

  /// The time of the access or of the alarm that is being handled.
  long now();

  /// Runs `action` at `time`, or as soon as possible when that is past.
  Alarm schedule(long time, Runnable action);

  /// Schedules `action` as an alarm that was saved with its time and rank.
  Alarm reschedule(long time, long rank, Runnable action);

  /// Passes the alarm for `action`, if there is one, through `exchange`: when restoring, the saved
  /// one is scheduled, with its place among all others. Alarms from before are forgotten by then.
  default @Nullable Alarm exchange(Exchange exchange, @Nullable Alarm alarm, Runnable action) {
    if (!exchange.flag(alarm != null)) {
      return null;
    }
    long time = exchange.number(alarm == null ? 0 : alarm.time());
    long rank = exchange.number(alarm == null ? 0 : alarm.rank());
    return exchange.isRestoring() ? reschedule(time, rank, action) : alarm;
  }
}
