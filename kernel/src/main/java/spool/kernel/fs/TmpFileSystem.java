package spool.kernel.fs;

import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import spool.kernel.vm.Frames;
import spool.kernel.vm.MemoryObject;
import spool.kernel.vm.PageSource;

/// Makes file systems that live in the memory of the guest (tmpfs).
public final class TmpFileSystem {
  private static final int MAGIC = 0x0102_1994;
  private static final int ROOT_MODE = 0755;

  private final FileSystem fileSystem;
  private final Frames frames;
  private final BiFunction<FileSystem, Integer, Inode> fifos;
  private final TmpDirectory root;

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
    return new FileSystem.Room(frames.total(), frames.free());
  }

  /// The root directory.
  public Directory root() {
    return root;
  }

  FileSystem fileSystem() {
    return fileSystem;
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
