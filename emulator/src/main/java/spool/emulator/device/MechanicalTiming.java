package spool.emulator.device;

import spool.emulator.state.Exchange;

/// A disk with an arm and a rotating medium, in the manner of C. Ruemmler and J. Wilkes, "An
/// Introduction to Disk Drive Modeling", IEEE Computer 27(3), March 1994.
///
/// A request costs the controller's overhead, and for each track that it touches the way there (a
/// seek, or the change of heads), the wait until its first sector comes past the head, and the time
/// in which its sectors pass. Where the medium stands follows from virtual time: there is no chance
/// in it. Sectors are numbered along a track, then over the heads, then over the cylinders.
///
/// A drive with a buffer goes on reading a track once it has begun, until it has to leave it or
/// writes; what has passed the head meanwhile is transferred at the speed of the bus. Invariant:
/// that is never slower than waiting for the medium.
public final class MechanicalTiming implements DiskTiming {
  private static final int NO_TRACK = -1;

  private final DiskDrive drive;
  private int cylinder;
  private int head;
  private int bufferedTrack = NO_TRACK;
  private long bufferedFrom;

  /// The timing of `drive`, with the arm at cylinder 0.
  public MechanicalTiming(DiskDrive drive) {
    this.drive = drive;
  }

  /// The cylinder that the arm is at.
  public int cylinder() {
    return cylinder;
  }

  @Override
  public long transfer(long now, long sector, int count, boolean isWrite) {
    long time = now + (isWrite ? drive.writeOverhead() : drive.readOverhead());
    long first = sector;
    int left = count;
    while (left > 0) {
      int inTrack = (int) (first % drive.sectorsPerTrack());
      int run = Math.min(left, drive.sectorsPerTrack() - inTrack);
      time = pass(time, Math.toIntExact(first / drive.sectorsPerTrack()), inTrack, run, isWrite);
      first += run;
      left -= run;
    }
    return time - now;
  }

  /// When `count` sectors of a track have been transferred if that may begin at `time`.
  private long pass(long time, int track, int first, int count, boolean isWrite) {
    if (!isWrite && track == bufferedTrack) {
      long read = bufferedFrom + untilPassed(bufferedFrom, slot(track, first), count);
      return Math.max(read, time + count * drive.bus());
    }
    long ready = time + arrive(track);
    bufferedTrack = !isWrite && drive.hasBuffer() ? track : NO_TRACK;
    bufferedFrom = ready;
    return ready + untilPassed(ready, slot(track, first), count);
  }

  /// Moves the arm and chooses the head of `track`, and answers how long that takes.
  private long arrive(int track) {
    int distance = Math.abs(track / drive.heads() - cylinder);
    boolean switches = track % drive.heads() != head;
    cylinder = track / drive.heads();
    head = track % drive.heads();
    if (distance > 0) {
      return drive.seek().cycles(distance);
    }
    return switches ? drive.headSwitch() : 0;
  }

  /// Which share of the turn sector `number` of `track` has, from 0.
  private int slot(int track, int number) {
    int heads = drive.heads();
    long perCylinder = drive.cylinderSkew() + (long) drive.trackSkew() * (heads - 1);
    long skew = track / heads * perCylinder + (long) (track % heads) * drive.trackSkew();
    return (int) ((number + skew) % drive.sectorsPerTrack());
  }

  /// How long it takes from `time` on until `count` sectors from `slot` on have passed the head.
  private long untilPassed(long time, int slot, int count) {
    long wait = start(slot) - time % drive.rotation();
    return (wait < 0 ? wait + drive.rotation() : wait) + start(count - 1) + drive.sector();
  }

  private long start(int slot) {
    return slot * drive.rotation() / drive.sectorsPerTrack();
  }

  @Override
  public void exchange(Exchange exchange) {
    cylinder = exchange.index(cylinder, drive.cylinders());
    head = exchange.index(head, drive.heads());
    bufferedTrack = exchange.integer(bufferedTrack);
    bufferedFrom = exchange.number(bufferedFrom);
  }

  /// Writes are on the medium when they are over.
  @Override
  public long flush(long now) {
    return drive.writeOverhead();
  }

  @Override
  public long mostSectors() {
    return drive.sectors();
  }
}
