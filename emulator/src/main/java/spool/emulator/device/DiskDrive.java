package spool.emulator.device;

import java.util.List;
import java.util.Optional;

/// The figures of a disk drive with an arm, as its maker or those who measured it published them.
/// Times are in cycles of one nanosecond.
///
/// @param name how the command line calls it
/// @param cylinders how many places the arm can be in
/// @param heads how many tracks it reaches in each
/// @param sectorsPerTrack how many sectors of 512 bytes a track holds
/// @param rotation the time of one turn
/// @param sector the time in which the data of a sector passes the head; the rest of the sector's
///   share of the turn is gap
/// @param headSwitch the time to change to another track of the cylinder
/// @param readOverhead what the controller needs before each read
/// @param writeOverhead what the controller needs before each write
/// @param trackSkew by how many sectors the first one of a track lies behind that of the track
///   before, so that it is not missed during a head switch
/// @param cylinderSkew the same from one cylinder to the next
/// @param bus the time in which a sector goes from the drive's buffer to memory; 0 without a buffer
/// @param seek how long the arm takes
public record DiskDrive(
    String name,
    int cylinders,
    int heads,
    int sectorsPerTrack,
    long rotation,
    long sector,
    long headSwitch,
    long readOverhead,
    long writeOverhead,
    int trackSkew,
    int cylinderSkew,
    long bus,
    SeekCurve seek) {
  private static final double MILLISECOND = 1e6;

  /// Where the seek curve of the HP 97560 changes from the arm's acceleration to its full speed.
  private static final int SHORT_SEEK = 383;

  /// The HP 97560, 1.3 GB on 5.25 inches, of about 1990. All figures are those of C. Ruemmler and
  /// J. Wilkes, "An Introduction to Disk Drive Modeling", IEEE Computer 27(3), March 1994, but for
  /// the bus: SCSI-II at 10 MB/s, as there. The drive goes on reading a track into its buffer after
  /// a read.
  public static final DiskDrive HP_97560 =
      new DiskDrive(
          "hp97560",
          1962,
          19,
          72,
          14_992_504,
          14_992_504 / 72,
          1_600_000,
          2_200_000,
          2_200_000,
          8,
          18,
          51_200,
          DiskDrive::hp97560Seek);

  /// The IBM 2314, the disk of the System/360, with packs of 29 MB, of 1965: 203 cylinders of 20
  /// tracks of 7,294 bytes, 2400 turns a minute, 312,000 bytes a second; seeks of 25 ms at least,
  /// 60 ms on the average, 130 ms at most (IBM, "Component Descriptions: 2314 Direct Access Storage
  /// Facility", A26-3599). A track holds 11 records of 512 bytes without keys, by the formula given
  /// there. The least seek, that of one cylinder, the average, that of a third of all cylinders,
  /// and the greatest lie on one line, which is taken for the curve. There is no buffer.
  public static final DiskDrive IBM_2314 =
      new DiskDrive(
          "ibm2314",
          203,
          20,
          11,
          25_000_000,
          1_641_026,
          0,
          0,
          0,
          0,
          0,
          0,
          distance -> 25_000_000 + (distance - 1L) * 105_000_000 / 201);

  /// Every drive whose figures are here.
  public static final List<DiskDrive> ALL = List.of(HP_97560, IBM_2314);

  /// The drive called `name`.
  public static Optional<DiskDrive> named(String name) {
    return ALL.stream().filter(drive -> drive.name.equals(name)).findFirst();
  }

  private static long hp97560Seek(int distance) {
    double milliseconds =
        distance <= SHORT_SEEK ? 3.24 + 0.400 * Math.sqrt(distance) : 8.00 + 0.008 * distance;
    return Math.round(milliseconds * MILLISECOND);
  }

  /// How many sectors a cylinder holds.
  public int sectorsPerCylinder() {
    return heads * sectorsPerTrack;
  }

  /// How many sectors the drive holds.
  public long sectors() {
    return (long) cylinders * sectorsPerCylinder();
  }

  /// Whether the drive has a buffer for the track that it reads.
  public boolean hasBuffer() {
    return bus > 0;
  }
}
