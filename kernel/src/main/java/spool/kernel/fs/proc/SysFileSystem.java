package spool.kernel.fs.proc;

import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import spool.kernel.fs.Directory;
import spool.kernel.fs.FileSystem;
import spool.kernel.fs.Inode;
import spool.kernel.fs.proc.ProcDirectory.Named;
import spool.kernel.fs.proc.ProcDirectory.Numbered;

/// Makes /sys (sysfs(5)), in which there is so far only `kernel/tracing/trace_marker`, where Linux
/// mounts its tracefs.
public final class SysFileSystem {
  private static final int MAGIC = 0x6265_6572;
  private static final int KERNEL = 2;
  private static final int TRACING = 3;

  /// The number of the marker's inode.
  public static final int TRACE_MARKER = 4;

  private SysFileSystem() {}

  /// The root directory of a /sys, device number `device`; `marker` makes the file `trace_marker`,
  /// number [#TRACE_MARKER], for the file system.
  public static Directory root(int device, LongSupplier clock, Function<FileSystem, Inode> marker) {
    FileSystem fileSystem =
        new FileSystem("sysfs", MAGIC, device, clock, () -> FileSystem.Room.NONE);
    Named file = new Named("trace_marker", in -> marker.apply(fileSystem));
    Named tracing = directory("tracing", TRACING, file);
    return new ProcDirectory(
        fileSystem, 1, List.of(directory("kernel", KERNEL, tracing)), Numbered.NONE);
  }

  private static Named directory(String name, long number, Named entry) {
    return new Named(
        name, in -> new ProcDirectory(in, name, number, List.of(entry), Numbered.NONE));
  }
}
