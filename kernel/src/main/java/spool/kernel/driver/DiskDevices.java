package spool.kernel.driver;

import java.util.List;
import spool.kernel.fs.DeviceNode;
import spool.kernel.fs.Directory;

/// The disks as block devices: `vda`, `vdb` and so on.
public final class DiskDevices {
  private static final int OWNER = 0660;

  private DiskDevices() {}

  /// Adds the devices of `disks` to `directory`.
  public static void addTo(Directory directory, List<VirtioDisk> disks) {
    for (VirtioDisk disk : disks) {
      DeviceNode.Opener opener = (at, flags, caller) -> new DiskDescription(at, flags, disk);
      directory.insert(
          disk.name(), DeviceNode.block(directory.fileSystem(), OWNER, disk.device(), opener));
    }
  }
}
