package spool.kernel.abi;

/// Device numbers as `st_rdev` and /proc hold them: 12 bits of major and 20 of minor number.
public final class DeviceNumber {
  private DeviceNumber() {}

  /// The number of a device.
  public static int of(int major, int minor) {
    return (minor & 0xff) | (major << 8) | ((minor & ~0xff) << 12);
  }

  /// Which driver.
  public static int major(long device) {
    return (int) (device >>> 8) & 0xfff;
  }

  /// Which device of the driver.
  public static int minor(long device) {
    return (int) (device & 0xff) | ((int) (device >>> 12) & 0xfff00);
  }
}
