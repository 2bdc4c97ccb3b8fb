package spool.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockTest {
  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  private final ManualTime time = new ManualTime();
  private final Wire wire = new Wire();
  private final Clock clock = new Clock(time, wire, EPOCH);

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

  private void arm(long nanoseconds) {
    clock.store(0xc, 4, nanoseconds >>> 32);
    clock.store(0x8, 4, nanoseconds & 0xffff_ffffL);
  }

  @Test
  void anAlarmInterruptsUntilItIsCleared() {
    long alarm = read() + 5_000_000_000L;
    clock.store(0x10, 4, 1);
    arm(alarm);
    assertEquals(1, clock.load(0x18, 4), "armed");
    assertEquals(alarm, clock.load(0xc, 4) << 32 | clock.load(0x8, 4));
    time.advanceTo(4_999_999_999L);
    assertFalse(wire.raised);
    time.advanceTo(5_000_000_000L);
    assertTrue(wire.raised);
    assertEquals(0, clock.load(0x18, 4), "over");
    clock.store(0x1c, 4, 1);
    assertFalse(wire.raised);
  }

  @Test
  void anAlarmStaysPendingWhileItsInterruptIsDisabled() {
    arm(read());
    time.advanceTo(1);
    assertFalse(wire.raised);
    clock.store(0x10, 4, 1);
    assertTrue(wire.raised);
  }

  @Test
  void anAlarmCanBeCalledOff() {
    clock.store(0x10, 4, 1);
    arm(read() + 10);
    clock.store(0x14, 4, 1);
    time.advanceTo(100);
    assertFalse(wire.raised);
  }

  @Test
  void anAlarmFollowsTheClockThatIsSet() {
    clock.store(0x10, 4, 1);
    long alarm = read() + 1000;
    arm(alarm);
    clock.store(4, 4, (alarm - 10) >>> 32);
    clock.store(0, 4, (alarm - 10) & 0xffff_ffffL);
    time.advanceTo(10);
    assertTrue(wire.raised);
  }
}
