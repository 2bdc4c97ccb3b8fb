package spool.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import spool.emulator.memory.BusError;

class ClintTest {
  private static final long MTIMECMP = 0x4000;
  private static final long MTIME = 0xbff8;

  private final ManualTime time = new ManualTime();
  private final Wire software0 = new Wire();
  private final Wire timer0 = new Wire();
  private final Wire software1 = new Wire();
  private final Wire timer1 = new Wire();
  private final Wire supervisor0 = new Wire();
  private final Wire supervisor1 = new Wire();
  private final Clint clint =
      new Clint(
          time,
          List.of(
              new Clint.Lines(software0, timer0, supervisor0),
              new Clint.Lines(software1, timer1, supervisor1)));

  @Test
  void softwareInterruptsGoToTheirHart() {
    clint.store(4, 4, 0xffff_ffff);
    assertFalse(software0.raised);
    assertTrue(software1.raised);
    assertEquals(1, clint.load(4, 4));
    clint.store(4, 4, 2);
    assertFalse(software1.raised);
  }

  @Test
  void mtimeCountsTenMillionTicksASecond() {
    time.advanceTo(1_000_000_099L);
    assertEquals(10_000_000, clint.load(MTIME, 8));
  }

  @Test
  void supervisorModeHasATimerOfItsOwn() {
    clint.supervisorCompare(1, 7);
    time.advanceTo(699);
    assertFalse(supervisor1.raised);
    time.advanceTo(700);
    assertTrue(supervisor1.raised);
    assertFalse(timer1.raised || supervisor0.raised);
    clint.supervisorCompare(1, 8);
    assertFalse(supervisor1.raised);
    clint.store(MTIME, 8, 9);
    assertTrue(supervisor1.raised);
  }

  @Test
  void theTimerComesInItsVeryCycle() {
    clint.store(MTIMECMP + 8, 8, 7);
    time.advanceTo(699);
    assertFalse(timer1.raised);
    time.advanceTo(700);
    assertTrue(timer1.raised);
    assertFalse(timer0.raised);
  }

  @Test
  void aLaterCompareLowersTheLineAndCallsOffTheOldAlarm() {
    clint.store(MTIMECMP, 8, 0);
    assertTrue(timer0.raised);
    clint.store(MTIMECMP, 8, 5);
    assertFalse(timer0.raised);
    clint.store(MTIMECMP, 8, 9);
    time.advanceTo(899);
    assertFalse(timer0.raised);
    time.advanceTo(900);
    assertTrue(timer0.raised);
  }

  @Test
  void comparisonIsUnsigned() {
    clint.store(MTIMECMP, 8, Long.MIN_VALUE);
    time.advanceTo(1L << 50);
    assertFalse(timer0.raised);
  }

  @Test
  void halvesAreRegistersOfTheirOwn() {
    clint.store(MTIMECMP + 4, 4, 0);
    clint.store(MTIMECMP, 4, 0x1234);
    assertEquals(0x1234, clint.load(MTIMECMP, 8));
    assertEquals(0x12, clint.load(MTIMECMP + 1, 1));
  }

  @Test
  void writingMtimeMovesTheTimers() {
    clint.store(MTIMECMP, 8, 1000);
    time.advanceTo(500);
    clint.store(MTIME, 8, 999);
    assertFalse(timer0.raised);
    time.advanceTo(600);
    assertTrue(timer0.raised);
    assertEquals(1000, clint.load(MTIME, 8));
  }

  @Test
  void hartsThatAreMissingReadAsZero() {
    clint.store(MTIMECMP + 16, 8, 5);
    clint.store(8, 4, 1);
    assertEquals(0, clint.load(MTIMECMP + 16, 8));
    assertEquals(0, clint.load(8, 4));
  }

  @Test
  void misalignedAccessesAreBusErrors() {
    assertThrows(BusError.class, () -> clint.load(MTIME + 4, 8));
    assertThrows(BusError.class, () -> clint.store(1, 4, 1));
  }
}
