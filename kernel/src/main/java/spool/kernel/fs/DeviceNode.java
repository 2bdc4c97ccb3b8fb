package spool.kernel.fs;

import spool.kernel.abi.FileMode;

/// A character device in the file tree: opening it reaches the driver.
public final class DeviceNode extends Inode {
  /// The driver's way to open its device.
  @FunctionalInterface
  public interface Opener {
    /// Opens the device that was found at `location`.
    FileDescription open(Location location, int flags, Caller caller);
  }

  private final int device;
  private final Opener opener;

  /// The device numbered `device` (`abi.DeviceNumber`).
  public DeviceNode(FileSystem fileSystem, int permissions, int device, Opener opener) {
    super(fileSystem, FileMode.S_IFCHR | permissions);
    this.device = device;
    this.opener = opener;
  }

  @Override
  protected int representedDevice() {
    return device;
  }

  @Override
  public FileDescription open(Location location, int flags, Caller caller) {
    return opener.open(location, flags, caller);
  }
}
