package spool.kernel.fs;

import spool.kernel.abi.FileMode;

/// A device in the file tree: opening it reaches the driver.
public final class DeviceNode extends Inode {
  /// The driver's way to open its device.
  @FunctionalInterface
  public interface Opener {
    /// Opens the device that was found at `location`.
    FileDescription open(Location location, int flags, Caller caller);
  }

  private final int device;
  private final Opener opener;

  /// The character device numbered `device` (`abi.DeviceNumber`).
  public DeviceNode(FileSystem fileSystem, int permissions, int device, Opener opener) {
    this(opener, fileSystem, FileMode.S_IFCHR | permissions, device);
  }

  private DeviceNode(Opener opener, FileSystem fileSystem, int mode, int device) {
    super(fileSystem, mode);
    this.device = device;
    this.opener = opener;
  }

  /// The block device numbered `device`.
  public static DeviceNode block(
      FileSystem fileSystem, int permissions, int device, Opener opener) {
    return new DeviceNode(opener, fileSystem, FileMode.S_IFBLK | permissions, device);
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
