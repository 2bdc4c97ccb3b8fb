package spool.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// Times worked out by hand from the figures of the drives.
class MechanicalTimingTest {
  private static final DiskDrive HP = DiskDrive.HP_97560;
  private static final DiskDrive IBM = DiskDrive.IBM_2314;
  private static final long MILLISECOND = 1_000_000;

  @Test
  void seekCurvesHaveThePublishedPoints() {
    assertEquals(3_640_000, HP.seek().cycles(1));
    assertEquals(7_240_000, HP.seek().cycles(100));
    assertEquals(23_680_000, HP.seek().cycles(1960));
    assertEquals(25_000_000, IBM.seek().cycles(1));
    assertEquals(130_000_000, IBM.seek().cycles(202));
    assertEquals(60_000_000, IBM.seek().cycles(68));
  }

  @Test
  void theFirstSectorIsUnderTheHeadAtTimeZero() {
    MechanicalTiming timing = new MechanicalTiming(IBM);
    assertEquals(IBM.sector(), timing.transfer(0, 0, 1, false));
  }

  @Test
  void aSectorThatHasJustPassedComesATurnLater() {
    MechanicalTiming timing = new MechanicalTiming(IBM);
    assertEquals(IBM.rotation() - 1 + IBM.sector(), timing.transfer(1, 0, 1, false));
  }

  @Test
  void theNextRecordCanBeCaughtInTheGap() {
    MechanicalTiming timing = new MechanicalTiming(IBM);
    long first = timing.transfer(0, 0, 1, false);
    long second = timing.transfer(first + 100_000, 1, 1, false);
    assertEquals(IBM.rotation() / 11 + IBM.sector(), first + 100_000 + second);
  }

  @Test
  void skewLetsTransfersGoOnAcrossTracksAndCylinders() {
    MechanicalTiming timing = new MechanicalTiming(HP);
    int count = HP.sectorsPerCylinder() + 72;
    long taken = timing.transfer(0, 0, count, true) - HP.writeOverhead();
    long tracks = HP.heads() + 1L;
    assertTrue(taken < (tracks + 1) * HP.rotation() + tracks * 9 * HP.rotation() / 72, "" + taken);
    assertEquals(1, timing.cylinder());
  }

  @Test
  void aBufferedTrackIsReadAtTheSpeedOfTheBus() {
    MechanicalTiming timing = new MechanicalTiming(HP);
    long first = timing.transfer(0, 0, 8, false);
    long later = first + 20 * MILLISECOND;
    assertEquals(HP.readOverhead() + 64 * HP.bus(), timing.transfer(later, 8, 64, false));
  }

  @Test
  void aWriteEndsTheBuffering() {
    MechanicalTiming timing = new MechanicalTiming(HP);
    long now = timing.transfer(0, 0, 8, false);
    now += timing.transfer(now, 8, 1, true);
    assertTrue(timing.transfer(now, 0, 8, false) > HP.readOverhead() + 8 * HP.bus());
  }
}
