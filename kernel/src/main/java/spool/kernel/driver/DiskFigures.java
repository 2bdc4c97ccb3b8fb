package spool.kernel.driver;

import spool.kernel.fs.proc.SystemView.DiskUse;

/// What a disk has done so far, as /proc/diskstats tells it (Linux: Documentation/admin-guide/
/// iostats.rst). Times are in cycles.
final class DiskFigures {
  private long reads;
  private long sectorsRead;
  private long readTime;
  private long writes;
  private long sectorsWritten;
  private long writeTime;
  private long flushes;
  private long flushTime;
  private int inFlight;
  private long busyTime;
  private long weightedTime;
  private long changed;

  /// Counts `change` more requests that wait or are served, at `now`.
  void inFlight(int change, long now) {
    busyTime += inFlight > 0 ? now - changed : 0;
    weightedTime += inFlight * (now - changed);
    inFlight += change;
    changed = now;
  }

  /// Counts a command of `sectors` sectors that took `time`, its waiting included.
  void count(DiskRequest.Kind kind, int sectors, long time) {
    switch (kind) {
      case READ -> {
        reads++;
        sectorsRead += sectors;
        readTime += time;
      }
      case WRITE -> {
        writes++;
        sectorsWritten += sectors;
        writeTime += time;
      }
      case FLUSH -> {
        flushes++;
        flushTime += time;
      }
    }
  }

  /// The figures at `now` of the disk `name` with the number `device`.
  DiskUse at(long now, String name, int device) {
    inFlight(0, now);
    return new DiskUse(
        name,
        device,
        new DiskUse.Transfers(reads, sectorsRead, readTime),
        new DiskUse.Transfers(writes, sectorsWritten, writeTime),
        new DiskUse.Transfers(flushes, 0, flushTime),
        inFlight,
        busyTime,
        weightedTime);
  }
}
