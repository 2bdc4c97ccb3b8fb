package spool.kernel.fs.proc;

import java.util.function.Supplier;
import spool.kernel.abi.FileMode;
import spool.kernel.fs.Caller;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.FileSystem;
import spool.kernel.fs.Inode;
import spool.kernel.fs.IoBuffer;
import spool.kernel.fs.Location;

/// A file of /proc. Its text is made when it is first read, or read again from the beginning.
final class ProcText extends Inode {
  private static final int READ_ONLY = 0444;

  /// What is longer is made anew for every read, and so may change in between, as on Linux.
  private static final int MOST_KEPT_BYTES = 4096;

  private final Supplier<byte[]> text;

  ProcText(FileSystem fileSystem, long number, Supplier<byte[]> text) {
    super(fileSystem, number, FileMode.S_IFREG | READ_ONLY);
    this.text = text;
  }

  @Override
  public int links() {
    return 1;
  }

  @Override
  public FileDescription open(Location location, int flags, Caller caller) {
    return new Description(location, flags, text);
  }

  private static final class Description extends FileDescription {
    private final Supplier<byte[]> text;
    private byte[] kept = {};

    Description(Location location, int flags, Supplier<byte[]> text) {
      super(location, flags);
      this.text = text;
    }

    @Override
    protected void fill(IoBuffer buffer, long position, Caller caller) {
      byte[] bytes = position == 0 || kept.length == 0 ? text.get() : kept;
      kept = bytes.length <= MOST_KEPT_BYTES ? bytes : new byte[0];
      if (position < bytes.length) {
        buffer.put(bytes, (int) position, bytes.length - (int) position);
      }
    }

    @Override
    public boolean isSeekable() {
      return true;
    }
  }
}
