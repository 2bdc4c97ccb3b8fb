package spool.emulator.device;

import java.time.Instant;

/// The real-time clock: the time registers of the goldfish RTC, nanoseconds since 1970.
///
/// It shows virtual time on from a fixed start, never the host's clock. Reading the low word
/// latches the high word, as reading it second expects. There are no alarms: their registers read
/// as zero.
public final class Clock extends Registers {
  /// Bytes of address space.
  public static final long SIZE = 0x1000;

  private static final int TIME_LOW = 0x0;
  private static final int TIME_HIGH = 0x4;
  private static final long NANOSECONDS_PER_SECOND = 1_000_000_000L;

  private final VirtualTime time;
  private long zero;
  private int high;

  /// A clock that shows `start` at virtual time zero.
  public Clock(VirtualTime time, Instant start) {
    this.time = time;
    this.zero = start.getEpochSecond() * NANOSECONDS_PER_SECOND + start.getNano();
  }

  @Override
  int loadWord(int offset) {
    return switch (offset) {
      case TIME_LOW -> latch(zero + time.now());
      case TIME_HIGH -> high;
      default -> 0;
    };
  }

  private int latch(long nanoseconds) {
    high = (int) (nanoseconds >>> Integer.SIZE);
    return (int) nanoseconds;
  }

  /// Sets the clock: the guest stores the high word first, and the low word takes both.
  @Override
  void storeWord(int offset, int value) {
    switch (offset) {
      case TIME_LOW ->
          zero = ((long) high << Integer.SIZE | Integer.toUnsignedLong(value)) - time.now();
      case TIME_HIGH -> high = value;
      default -> {}
    }
  }
}
