package spool.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/// What holds for every drive with an arm and a rotating medium.
class MechanicalTimingProperties {
  /// A transfer asked for `pause` cycles after the last one, of sectors given as shares of the
  /// drive.
  record Transfer(long pause, double place, int count, boolean isWrite) {}

  @Provide
  Arbitrary<DiskDrive> drives() {
    return Arbitraries.of(DiskDrive.ALL);
  }

  @Provide
  Arbitrary<Transfer> transfers() {
    return Combinators.combine(
            Arbitraries.longs().between(0, 50_000_000),
            Arbitraries.doubles().between(0, 1),
            Arbitraries.integers().between(1, 300),
            Arbitraries.of(true, false))
        .as(Transfer::new);
  }

  private static long sector(DiskDrive drive, double place, int count) {
    return (long) (place * (drive.sectors() - count));
  }

  @Property(tries = 500)
  void aFartherSeekTakesNoLessTime(
      @ForAll("drives") DiskDrive drive, @ForAll @IntRange(min = 1, max = 1961) int distance) {
    int farther = Math.min(distance + 1, drive.cylinders() - 1);
    int nearer = Math.min(distance, farther);
    assertTrue(drive.seek().cycles(nearer) <= drive.seek().cycles(farther));
  }

  /// A transfer takes at least the time in which its sectors pass a head, or cross the bus, and at
  /// most a full seek, and for each track a turn, a change of heads or of cylinders, and its
  /// sectors' time.
  @Property(tries = 300)
  void everyTransferIsBounded(
      @ForAll("drives") DiskDrive drive,
      @ForAll @Size(min = 1, max = 20) List<@From("transfers") Transfer> transfers) {
    MechanicalTiming timing = new MechanicalTiming(drive);
    long now = 0;
    for (Transfer transfer : transfers) {
      now += transfer.pause;
      int count = transfer.count;
      long taken =
          timing.transfer(now, sector(drive, transfer.place, count), count, transfer.isWrite);
      now += taken;
      long tracks = count / drive.sectorsPerTrack() + 2L;
      long most =
          drive.readOverhead()
              + drive.seek().cycles(drive.cylinders() - 1)
              + tracks * (drive.rotation() + drive.headSwitch() + drive.seek().cycles(1))
              + count * (drive.rotation() / drive.sectorsPerTrack() + 1);
      long least = count * (drive.hasBuffer() ? drive.bus() : drive.sector());
      assertTrue(taken >= least && taken <= most, taken + " of " + least + " to " + most);
    }
  }

  /// Where the medium stands follows from the time alone: a whole number of turns later everything
  /// takes as long.
  @Property(tries = 200)
  void turnsMakeNoDifference(
      @ForAll("drives") DiskDrive drive,
      @ForAll @LongRange(min = 0, max = 1_000_000_000) long now,
      @ForAll @IntRange(min = 1, max = 1000) int turns,
      @ForAll("transfers") Transfer transfer) {
    long sector = sector(drive, transfer.place, transfer.count);
    long later = now + turns * drive.rotation();
    assertEquals(
        new MechanicalTiming(drive).transfer(now, sector, transfer.count, transfer.isWrite),
        new MechanicalTiming(drive).transfer(later, sector, transfer.count, transfer.isWrite));
  }

  /// Neighbours are cheaper than scattered sectors: in one transfer, and when they are read one by
  /// one. (Written one by one they may not be: each waits a whole turn for the next.)
  @Property(tries = 200)
  void sequentialIsCheaperThanScattered(
      @ForAll("drives") DiskDrive drive,
      @ForAll @Size(value = 16) List<@LongRange(min = 0, max = 99) Long> places,
      @ForAll boolean isWrite) {
    long perCylinder = drive.sectorsPerCylinder();
    MechanicalTiming jumping = new MechanicalTiming(drive);
    MechanicalTiming following = new MechanicalTiming(drive);
    long scattered = 0;
    long sequential = 0;
    for (int index = 0; index < places.size(); index++) {
      // Every other one is on the far half, so that the arm has to move each time.
      long cylinder = places.get(index) + (index % 2 == 0 ? 0 : 101);
      scattered += jumping.transfer(scattered, cylinder * perCylinder + index, 1, isWrite);
      sequential += following.transfer(sequential, index, 1, false);
    }
    long atOnce = new MechanicalTiming(drive).transfer(0, 0, places.size(), isWrite);
    assertTrue(atOnce < scattered, atOnce + " and " + scattered);
    assertTrue(sequential < scattered, sequential + " and " + scattered);
  }
}
