package spool.kernel.fs.proc;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Supplier;
import spool.kernel.abi.Errno;
import spool.kernel.abi.FileMode;
import spool.kernel.fs.Caller;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.FileSystem;
import spool.kernel.fs.Inode;
import spool.kernel.fs.IoBuffer;
import spool.kernel.fs.Location;

/// A file of /proc. Its text is made when it is first read, or read again from the beginning.
///
/// Of some the superuser can change what they show: what one call writes is the new value. One that
/// makes no sense fails with `EINVAL`, one that cannot be had now with `EBUSY`.
final class ProcText extends Inode {
  private static final int READ_ONLY = 0444;
  private static final int WRITABLE = 0644;
  private static final int MOST_BYTES = 4096;

  /// What is longer is made anew for every read, and so may change in between, as on Linux.
  private static final int MOST_KEPT_BYTES = 4096;

  private final Supplier<byte[]> text;
  private final Consumer<String> change;

  ProcText(FileSystem fileSystem, long number, Supplier<byte[]> text) {
    super(fileSystem, number, FileMode.S_IFREG | READ_ONLY);
    this.text = text;
    change = ProcText::refuse;
  }

  /// A file that can be written, by which `change` is called.
  ProcText(FileSystem fileSystem, long number, Supplier<byte[]> text, Consumer<String> change) {
    super(fileSystem, number, FileMode.S_IFREG | WRITABLE);
    this.text = text;
    this.change = change;
  }

  private static void refuse(String value) {
    throw Errno.EACCES.failure();
  }

  /// A shell empties a file before it writes to it, which changes nothing here.
  @Override
  public void truncate(long size) {
    if (size != 0) {
      throw Errno.EINVAL.failure();
    }
  }

  @Override
  public int links() {
    return 1;
  }

  @Override
  public FileDescription open(Location location, int flags, Caller caller) {
    return new Description(location, flags, text, change);
  }

  private static final class Description extends FileDescription {
    private final Supplier<byte[]> text;
    private final Consumer<String> change;
    private byte[] kept = {};

    Description(Location location, int flags, Supplier<byte[]> text, Consumer<String> change) {
      super(location, flags);
      this.text = text;
      this.change = change;
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
    protected void drain(IoBuffer buffer, long position, Caller caller) {
      byte[] value = new byte[(int) Math.min(buffer.remaining(), MOST_BYTES)];
      int length = buffer.take(value, 0, value.length);
      boolean isKept = false;
      try {
        change.accept(new String(value, 0, length, StandardCharsets.ISO_8859_1).strip());
        isKept = true;
      } catch (IllegalArgumentException senseless) {
        throw Errno.EINVAL.failure(String.valueOf(senseless.getMessage()));
      } catch (IllegalStateException refused) {
        throw Errno.EBUSY.failure(String.valueOf(refused.getMessage()));
      } finally {
        buffer.skip(isKept ? 0 : -length);
      }
    }

    @Override
    public boolean isSeekable() {
      return true;
    }
  }
}
