package spool.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockTest {
  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  private final ManualTime time = new ManualTime();
  private final Clock clock = new Clock(time, EPOCH);

  private long read() {
    long low = clock.load(0, 4);
    return clock.load(4, 4) << 32 | low;
  }

  @Test
  void showsVirtualTimeFromTheEpochOn() {
    assertEquals(EPOCH.getEpochSecond() * 1_000_000_000L, read());
    time.advanceTo(5_000_000_123L);
    assertEquals(EPOCH.getEpochSecond() * 1_000_000_000L + 5_000_000_123L, read());
  }

  @Test
  void theHighWordBelongsToTheLowWordReadBefore() {
    long low = clock.load(0, 4);
    time.advanceTo(1L << 40);
    assertEquals(EPOCH.getEpochSecond() * 1_000_000_000L, clock.load(4, 4) << 32 | low);
  }

  @Test
  void canBeSet() {
    time.advanceTo(1000);
    clock.store(4, 4, 3);
    clock.store(0, 4, 0xffff_fff0L);
    time.advanceTo(1005);
    assertEquals(3L << 32 | 0xffff_fff5L, read());
  }
}
