package spool.kernel.driver;

import spool.emulator.memory.Bus;
import spool.kernel.abi.DeviceNumber;
import spool.kernel.abi.Errno;
import spool.kernel.abi.OpenFlags;
import spool.kernel.fs.Caller;
import spool.kernel.fs.DeviceNode;
import spool.kernel.fs.Directory;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.Location;
import spool.kernel.vm.Frames;

/// The names of the tape drives (st(4)): `st0` and `st1`, which rewind when they are closed, `nst0`
/// and `nst1`, which leave the tape where it is. A drive can be open once at a time.
public final class TapeDevices {
  private static final int DRIVES = 2;
  private static final int MAJOR = 9;
  private static final int NO_REWIND = 128;
  private static final int PERMISSIONS = 0660;

  /// One drive and whether it is open.
  static final class Unit {
    private final TapeDriver driver;
    private boolean isOpen;

    private Unit(TapeDriver driver) {
      this.driver = driver;
    }

    TapeDriver driver() {
      return driver;
    }

    void release() {
      isOpen = false;
    }

    /// Without a tape only a file that does not wait can be opened, to ask for the status.
    private FileDescription open(Location location, int flags, boolean rewinds) {
      if (isOpen) {
        throw Errno.EBUSY.failure();
      }
      boolean isLoaded = driver.has(TapeDriver.LOADED);
      if (!isLoaded && (flags & OpenFlags.O_NONBLOCK) == 0) {
        throw Errno.ENOMEDIUM.failure();
      }
      if (OpenFlags.writes(flags) && driver.has(TapeDriver.PROTECTED)) {
        throw Errno.EROFS.failure();
      }
      driver.prepare();
      isOpen = true;
      return new TapeDescription(location, flags, this, rewinds);
    }
  }

  private TapeDevices() {}

  /// Adds the drives on `bus` to `directory`.
  public static void addTo(
      Directory directory, Bus bus, Frames frames, InterruptController interrupts) {
    for (int drive = 0; drive < DRIVES; drive++) {
      Unit unit = new Unit(new TapeDriver(bus, frames, interrupts, drive));
      add(directory, "st" + drive, drive, unit, true);
      add(directory, "nst" + drive, NO_REWIND + drive, unit, false);
    }
  }

  private static void add(Directory directory, String name, int minor, Unit unit, boolean rewinds) {
    DeviceNode.Opener opener =
        (Location location, int flags, Caller caller) -> unit.open(location, flags, rewinds);
    int device = DeviceNumber.of(MAJOR, minor);
    directory.insert(name, new DeviceNode(directory.fileSystem(), PERMISSIONS, device, opener));
  }
}
