package spool.kernel.driver;

import java.util.Arrays;
import java.util.function.LongSupplier;
import spool.kernel.abi.DeviceNumber;
import spool.kernel.abi.Errno;
import spool.kernel.fs.Caller;
import spool.kernel.fs.DeviceNode;
import spool.kernel.fs.Directory;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.FileSystem;
import spool.kernel.fs.IoBuffer;
import spool.kernel.fs.Location;

/// The devices without hardware (null(4), full(4), random(4)): `null`, `zero`, `full`, `random`,
/// `urandom`. The random bytes follow from the machine's seed and never run out.
public final class MemoryDevices {
  private static final int MAJOR = 1;
  private static final int NULL_MINOR = 3;
  private static final int ZERO_MINOR = 5;
  private static final int FULL_MINOR = 7;
  private static final int RANDOM_MINOR = 8;
  private static final int URANDOM_MINOR = 9;
  private static final int ALL = 0666;
  private static final int CHUNK_BYTES = 4096;

  /// What a device gives to readers.
  private interface Filler {
    /// Fills the first `length` bytes of `chunk`, and answers how many it has filled.
    int fill(byte[] chunk, int length);
  }

  private final Directory directory;
  private final FileSystem fileSystem;

  private MemoryDevices(Directory directory) {
    this.directory = directory;
    this.fileSystem = directory.fileSystem();
  }

  /// Adds the devices to `directory`; `random` gives the random bytes, eight at a time.
  public static void addTo(Directory directory, LongSupplier random) {
    MemoryDevices devices = new MemoryDevices(directory);
    Filler zeros = (chunk, length) -> length;
    Filler numbers = (chunk, length) -> fill(chunk, length, random);
    devices.add("null", NULL_MINOR, (chunk, length) -> 0, false);
    devices.add("zero", ZERO_MINOR, zeros, false);
    devices.add("full", FULL_MINOR, zeros, true);
    devices.add("random", RANDOM_MINOR, numbers, false);
    devices.add("urandom", URANDOM_MINOR, numbers, false);
  }

  private static int fill(byte[] chunk, int length, LongSupplier random) {
    long word = 0;
    for (int index = 0; index < length; index++) {
      word = index % Long.BYTES == 0 ? random.getAsLong() : word >>> Byte.SIZE;
      chunk[index] = (byte) word;
    }
    return length;
  }

  private void add(String name, int minor, Filler filler, boolean isFull) {
    DeviceNode.Opener opener =
        (location, flags, caller) -> new Description(location, flags, filler, isFull);
    int device = DeviceNumber.of(MAJOR, minor);
    directory.insert(name, new DeviceNode(fileSystem, ALL, device, opener));
  }

  private static final class Description extends FileDescription {
    private final Filler filler;
    private final boolean isFull;

    Description(Location location, int flags, Filler filler, boolean isFull) {
      super(location, flags);
      this.filler = filler;
      this.isFull = isFull;
    }

    @Override
    protected void fill(IoBuffer buffer, long position, Caller caller) {
      byte[] chunk = new byte[CHUNK_BYTES];
      boolean more = true;
      while (more && buffer.remaining() > 0) {
        int wanted = (int) Math.min(chunk.length, buffer.remaining());
        int count = filler.fill(chunk, wanted);
        more = count > 0 && buffer.put(chunk, 0, count) == wanted;
        Arrays.fill(chunk, (byte) 0);
      }
    }

    @Override
    protected void drain(IoBuffer buffer, long position, Caller caller) {
      if (isFull && buffer.remaining() > 0) {
        throw Errno.ENOSPC.failure();
      }
      buffer.skip(buffer.remaining());
    }

    @Override
    public boolean isSeekable() {
      return true;
    }

    @Override
    public long seek(long distance, int whence) {
      return 0;
    }
  }
}
