package spool.kernel.trap;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import spool.kernel.abi.AtFlags;
import spool.kernel.abi.Errno;
import spool.kernel.abi.FileMode;
import spool.kernel.abi.OpenFlags;
import spool.kernel.fs.Caller;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.FileTree;
import spool.kernel.fs.Opening;
import spool.kernel.vm.MemoryObject;

/// Fills the root file system at the start, as if init had done it.
final class RootImage {
  private final Caller init;
  private final FileTree tree;

  RootImage(Caller init) {
    this.init = init;
    tree = new FileTree(init);
  }

  void fill(List<ImageEntry> entries) {
    int umask = init.workingDirectory().umask(0);
    entries.forEach(this::add);
    init.workingDirectory().umask(umask);
  }

  private void add(ImageEntry entry) {
    int permissions = entry.mode() & FileMode.PERMISSIONS;
    switch (entry.mode() & FileMode.S_IFMT) {
      case FileMode.S_IFDIR -> tree.makeDirectory(AtFlags.AT_FDCWD, entry.path(), permissions);
      case FileMode.S_IFLNK -> tree.makeSymlink(text(entry), AtFlags.AT_FDCWD, entry.path());
      case FileMode.S_IFREG -> addFile(entry, permissions);
      default ->
          throw Errno.EINVAL.failure(
              "%s is of no kind that an image can have".formatted(entry.path()));
    }
  }

  private static String text(ImageEntry entry) {
    return StandardCharsets.ISO_8859_1.decode(entry.contents().duplicate()).toString();
  }

  private void addFile(ImageEntry entry, int permissions) {
    int flags = OpenFlags.O_CREAT | OpenFlags.O_EXCL | OpenFlags.O_WRONLY;
    FileDescription file =
        new Opening(init, flags, permissions).open(AtFlags.AT_FDCWD, entry.path());
    MemoryObject memory = file.memory().orElseThrow();
    ByteBuffer contents = entry.contents().duplicate();
    byte[] bytes = new byte[contents.remaining()];
    contents.get(bytes);
    memory.write(0, bytes, 0, bytes.length);
    file.release();
  }
}
