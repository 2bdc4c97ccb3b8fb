package spool.emulator.device;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import spool.emulator.state.Exchange;

/// The real-time clock: the registers of the goldfish RTC, its times in nanoseconds since 1970.
///
/// It shows virtual time on from a fixed start, never the host's clock. Reading the low word of the
/// time latches the high word, as reading it second expects; of time and alarm, the guest stores
/// the high word first, and storing the low word takes both. When the time of the alarm has come,
/// it is over, and its interrupt is pending until the guest clears it, whether or not it is
/// enabled.
public final class Clock extends Registers {
  /// Bytes of address space.
  public static final long SIZE = 0x1000;

  private static final int TIME_LOW = 0x0;
  private static final int TIME_HIGH = 0x4;
  private static final int ALARM_LOW = 0x8;
  private static final int ALARM_HIGH = 0xc;
  private static final int INTERRUPT_ENABLED = 0x10;
  private static final int CLEAR_ALARM = 0x14;
  private static final int ALARM_STATUS = 0x18;
  private static final int CLEAR_INTERRUPT = 0x1c;
  private static final long NANOSECONDS_PER_SECOND = 1_000_000_000L;

  private final VirtualTime time;
  private final InterruptLine line;
  private long zero;
  private int high;
  private long alarmTime;
  private VirtualTime.@Nullable Alarm alarm;
  private boolean isEnabled;
  private boolean isPending;

  /// A clock that shows `start` at virtual time zero and interrupts by `line`.
  public Clock(VirtualTime time, InterruptLine line, Instant start) {
    this.time = time;
    this.line = line;
    this.zero = start.getEpochSecond() * NANOSECONDS_PER_SECOND + start.getNano();
  }

  @Override
  int loadWord(int offset) {
    return switch (offset) {
      case TIME_LOW -> latch(zero + time.now());
      case TIME_HIGH -> high;
      case ALARM_LOW -> (int) alarmTime;
      case ALARM_HIGH -> (int) (alarmTime >>> Integer.SIZE);
      case INTERRUPT_ENABLED -> isEnabled ? 1 : 0;
      case ALARM_STATUS -> alarm == null ? 0 : 1;
      default -> 0;
    };
  }

  private int latch(long nanoseconds) {
    high = (int) (nanoseconds >>> Integer.SIZE);
    return (int) nanoseconds;
  }

  @Override
  void storeWord(int offset, int value) {
    switch (offset) {
      case TIME_LOW -> set((long) high << Integer.SIZE | Integer.toUnsignedLong(value));
      case TIME_HIGH -> high = value;
      case ALARM_LOW -> {
        alarmTime = alarmTime >>> Integer.SIZE << Integer.SIZE | Integer.toUnsignedLong(value);
        arm();
      }
      case ALARM_HIGH ->
          alarmTime = (long) value << Integer.SIZE | Integer.toUnsignedLong((int) alarmTime);
      case INTERRUPT_ENABLED -> isEnabled = (value & 1) != 0;
      case CLEAR_ALARM -> disarm();
      case CLEAR_INTERRUPT -> isPending = false;
      default -> {}
    }
    update();
  }

  /// Sets the clock; an alarm stays at its time of day.
  private void set(long nanoseconds) {
    zero = nanoseconds - time.now();
    if (alarm != null) {
      arm();
    }
  }

  private void arm() {
    disarm();
    alarm = time.schedule(alarmTime - zero, this::ring);
  }

  private void disarm() {
    if (alarm != null) {
      alarm.cancel();
      alarm = null;
    }
  }

  private void ring() {
    alarm = null;
    isPending = true;
    update();
  }

  @Override
  public void exchange(Exchange exchange) {
    zero = exchange.number(zero);
    high = exchange.integer(high);
    alarmTime = exchange.number(alarmTime);
    alarm = time.exchange(exchange, alarm, this::ring);
    isEnabled = exchange.flag(isEnabled);
    isPending = exchange.flag(isPending);
  }

  private void update() {
    line.set(isPending && isEnabled);
  }
}
