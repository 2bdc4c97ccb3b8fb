package spool.kernel.fs;

import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import spool.kernel.abi.Errno;
import spool.kernel.vm.Frames;
import spool.kernel.vm.MemoryObject;
import spool.kernel.vm.PageSource;

/// Makes file systems that live in the memory of the guest (tmpfs).
///
/// One has names for half as many files as there are frames, as Linux's `nr_inodes`, and leaves the
/// last sixteenth of memory to programs: files that fill it end with `ENOSPC`, and what is running
/// can still remove them.
public final class TmpFileSystem {
  private static final int MAGIC = 0x0102_1994;
  private static final int ROOT_MODE = 0755;

  private static final int LEAST_NAMES = 1024;
  private static final int NAME_BYTES = 512;
  private static final int RESERVED_SHARE = 16;

  private final FileSystem fileSystem;
  private final Frames frames;
  private final BiFunction<FileSystem, Integer, Inode> fifos;
  private final TmpDirectory root;
  private int names;

  /// An empty file system, device number `device`, that stores in `frames`; `fifos` makes its FIFOs
  /// from their permissions.
  public TmpFileSystem(
      int device, Frames frames, LongSupplier clock, BiFunction<FileSystem, Integer, Inode> fifos) {
    this.fileSystem = new FileSystem("tmpfs", MAGIC, device, clock, () -> room(frames));
    this.frames = frames;
    this.fifos = fifos;
    this.root = new TmpDirectory(this, ROOT_MODE);
    root.linked();
    root.linked();
  }

  private static FileSystem.Room room(Frames frames) {
    int reserved = frames.total() / RESERVED_SHARE;
    return new FileSystem.Room(frames.total(), Math.max(0, frames.free() - reserved));
  }

  /// The root directory.
  public Directory root() {
    return root;
  }

  FileSystem fileSystem() {
    return fileSystem;
  }

  /// Counts a name of `inode`, or fails with `ENOSPC`.
  void addName(Inode inode) {
    int more = weight(inode);
    if (names + more > Math.max(LEAST_NAMES, frames.total() / 2)) {
      throw Errno.ENOSPC.failure();
    }
    names += more;
  }

  /// Counts a name of `inode` less.
  void removeName(Inode inode) {
    names -= weight(inode);
  }

  /// A symbolic link, whose target is kept with the names, counts for as many as it is long.
  private static int weight(Inode inode) {
    return inode instanceof TmpSymlink link ? 1 + (int) (link.size() / NAME_BYTES) : 1;
  }

  Inode newFile(int permissions) {
    return new RegularFile(fileSystem, MemoryObject.ofZeros(frames, 0), permissions);
  }

  Inode newFile(int permissions, long sizeBytes, PageSource source) {
    MemoryObject contents = MemoryObject.of(frames, sizeBytes, source);
    return new RegularFile(fileSystem, contents, permissions);
  }

  Inode newFifo(int permissions) {
    return fifos.apply(fileSystem, permissions);
  }
}
