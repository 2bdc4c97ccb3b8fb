package spool.kernel.driver;

import java.util.List;
import spool.emulator.memory.Bus;
import spool.kernel.abi.DeviceNumber;
import spool.kernel.abi.Errno;
import spool.kernel.abi.PollEvents;
import spool.kernel.fs.Caller;
import spool.kernel.fs.DeviceNode;
import spool.kernel.fs.Directory;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.IoBuffer;
import spool.kernel.fs.Location;
import spool.kernel.sync.WaitQueue;

/// The name of the line printer (lp(4)): `lp0`, which can be open once at a time.
///
/// A write waits while the printer prints, and is over when the printer has taken its last
/// character: nothing is buffered but the line that is being put together.
public final class LinePrinterDevice {
  private static final int DEVICE = DeviceNumber.of(6, 0);
  private static final int PERMISSIONS = 0660;
  private static final int CHUNK_BYTES = 256;

  private final LinePrinterDriver driver;
  private boolean isOpen;

  private LinePrinterDevice(LinePrinterDriver driver) {
    this.driver = driver;
  }

  /// Adds the printer on `bus` to `directory`.
  public static void addTo(Directory directory, Bus bus, InterruptController interrupts) {
    LinePrinterDevice device = new LinePrinterDevice(new LinePrinterDriver(bus, interrupts));
    DeviceNode.Opener opener = (location, flags, caller) -> device.open(location, flags);
    directory.insert("lp0", new DeviceNode(directory.fileSystem(), PERMISSIONS, DEVICE, opener));
  }

  private FileDescription open(Location location, int flags) {
    if (isOpen) {
      throw Errno.EBUSY.failure();
    }
    isOpen = true;
    return new Description(location, flags);
  }

  private static final class Written {
    private long bytes;
  }

  private final class Description extends FileDescription {
    Description(Location location, int flags) {
      super(location, flags);
    }

    @Override
    protected void drain(IoBuffer buffer, long position, Caller caller) {
      Written written = caller.progress(Written.class, Written::new);
      buffer.skip(written.bytes);
      byte[] chunk = new byte[CHUNK_BYTES];
      while (buffer.remaining() > 0) {
        if (!driver.isReady()) {
          written.bytes = buffer.moved();
          throw isNonblocking() ? Errno.EAGAIN.failure() : caller.block(driver.ready());
        }
        int taken = buffer.take(chunk, 0, chunk.length);
        buffer.skip(print(chunk, taken) - taken);
      }
    }

    /// Gives the printer the first bytes of `chunk`, until it prints, and answers how many.
    private int print(byte[] chunk, int length) {
      int count = 0;
      while (count < length && driver.isReady()) {
        count += driver.put(Byte.toUnsignedInt(chunk[count])) ? 1 : 0;
      }
      return count;
    }

    @Override
    public int poll() {
      return driver.isReady() ? PollEvents.WRITABLE : 0;
    }

    @Override
    public List<WaitQueue> queues() {
      return List.of(driver.ready());
    }

    @Override
    protected void closed() {
      isOpen = false;
    }
  }
}
