package spool.kernel.driver;

import spool.kernel.abi.DeviceNumber;
import spool.kernel.abi.Errno;
import spool.kernel.abi.OpenFlags;
import spool.kernel.fs.Caller;
import spool.kernel.fs.DeviceNode;
import spool.kernel.fs.Directory;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.Location;

/// The names of a [Terminal]: `ttyS0`, the serial line; `console`, the same for the system; and
/// `tty`, for processes whose controlling terminal it is.
public final class TerminalDevices {
  /// The device number that /proc shows for the controlling terminal.
  public static final int SERIAL = DeviceNumber.of(4, 64);

  private static final int CONTROLLING = DeviceNumber.of(5, 0);
  private static final int CONSOLE = DeviceNumber.of(5, 1);
  private static final int ALL = 0666;
  private static final int OWNER = 0620;

  private final Terminal terminal;

  private TerminalDevices(Terminal terminal) {
    this.terminal = terminal;
  }

  /// Adds the devices of `terminal` to `directory`.
  public static void addTo(Directory directory, Terminal terminal) {
    TerminalDevices devices = new TerminalDevices(terminal);
    add(directory, "console", OWNER, CONSOLE, (at, flags, caller) -> terminal.open(at, flags));
    add(directory, "tty", ALL, CONTROLLING, devices::openControlling);
    add(directory, "ttyS0", OWNER, SERIAL, devices::openSerial);
  }

  private static void add(
      Directory directory, String name, int mode, int device, DeviceNode.Opener opener) {
    directory.insert(name, new DeviceNode(directory.fileSystem(), mode, device, opener));
  }

  private FileDescription openControlling(Location location, int flags, Caller caller) {
    if (terminal.session() == 0 || terminal.session() != caller.session()) {
      throw Errno.ENXIO.failure();
    }
    return terminal.open(location, flags);
  }

  /// Opening the line makes it the controlling terminal of a session that has none, unless
  /// `O_NOCTTY`.
  private FileDescription openSerial(Location location, int flags, Caller caller) {
    boolean leads = caller.session() == caller.pid();
    if (leads && (flags & OpenFlags.O_NOCTTY) == 0) {
      terminal.control(caller.session());
    }
    return terminal.open(location, flags);
  }
}
