package spool.kernel.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static spool.kernel.abi.AtFlags.AT_FDCWD;
import static spool.kernel.fs.TestCaller.error;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import spool.emulator.device.DiskImage;
import spool.emulator.device.FlatTiming;
import spool.emulator.device.MemoryImage;
import spool.kernel.abi.Errno;
import spool.kernel.abi.FileMode;
import spool.kernel.abi.IoctlRequest;
import spool.kernel.abi.OpenFlags;
import spool.kernel.abi.Seek;
import spool.kernel.fs.ArrayBuffer;
import spool.kernel.fs.Directory;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.Opening;
import spool.kernel.fs.TestCaller;
import spool.kernel.sync.Blocked;
import spool.kernel.sync.Interrupted;

/// A disk as an open file against a model that is an array of bytes.
class DiskDescriptionProperties {
  private static final int BYTES = 100 * 512;

  /// A read or write of `length` bytes at `position`, beyond the end now and then.
  record Step(boolean isWrite, int position, int length, byte seed) {}

  private final Directory root = TestCaller.emptyRoot();
  private final TestCaller caller = new TestCaller(root);
  private final DiskBench bench = bench(new MemoryImage(BYTES));

  private DiskBench bench(DiskImage image) {
    DiskBench made = new DiskBench(image, FlatTiming.STANDARD, DiskScheduling.CLOOK);
    DiskDevices.addTo(root, List.of(made.disk));
    return made;
  }

  private FileDescription open(int flags) {
    return new Opening(caller, flags, 0).open(AT_FDCWD, "/vda");
  }

  /// A system call that is executed again whenever the disk wakes its caller.
  private long call(LongSupplier handler) {
    caller.nextCall();
    while (true) {
      try {
        return handler.getAsLong();
      } catch (Blocked _) {
        while (caller.isWaiting()) {
          assertTrue(bench.step(), "waits for ever");
        }
      }
    }
  }

  @Provide
  Arbitrary<Step> steps() {
    return Combinators.combine(
            Arbitraries.of(true, false),
            Arbitraries.integers().between(0, BYTES + 100),
            Arbitraries.oneOf(
                Arbitraries.integers().between(0, 2000), Arbitraries.integers().between(0, BYTES)),
            Arbitraries.bytes())
        .as(Step::new);
  }

  private static byte[] pattern(int length, byte seed) {
    byte[] bytes = new byte[length];
    for (int index = 0; index < length; index++) {
      bytes[index] = (byte) (seed + 5 * index);
    }
    return bytes;
  }

  @Property(tries = 100)
  void isAnArrayOfBytes(@ForAll @Size(max = 15) List<@From("steps") Step> steps) {
    byte[] model = new byte[BYTES];
    FileDescription file = open(OpenFlags.O_RDWR | OpenFlags.O_DIRECT);
    write(file, 0, model);
    for (Step step : steps) {
      int count = Math.clamp(step.length, 0, Math.max(0, BYTES - step.position));
      byte[] data = pattern(step.length, step.seed);
      if (!step.isWrite) {
        long read = call(() -> file.readAt(step.position, new ArrayBuffer(data), caller));
        assertEquals(count, read);
        int from = Math.min(step.position, BYTES);
        byte[] expected = Arrays.copyOfRange(model, from, from + count);
        assertArrayEquals(expected, Arrays.copyOf(data, count));
      } else if (step.length > 0 && step.position >= BYTES) {
        assertEquals(Errno.ENOSPC, error(() -> write(file, step.position, data)));
      } else {
        assertEquals(count, write(file, step.position, data));
        System.arraycopy(data, 0, model, Math.min(step.position, BYTES), count);
      }
    }
  }

  private long write(FileDescription file, long position, byte[] data) {
    return call(() -> file.writeAt(position, new ArrayBuffer(data), caller));
  }

  @Example
  void hasAnOffsetAndAnEnd() {
    FileDescription file = open(OpenFlags.O_RDWR);
    assertEquals(BYTES, file.seek(0, Seek.SEEK_END));
    assertEquals(BYTES - 3, file.seek(-3, Seek.SEEK_CUR));
    assertEquals(3, call(() -> file.write(new ArrayBuffer(new byte[10]), caller)));
    assertEquals(BYTES, file.offset());
    assertEquals(0, call(() -> file.read(new ArrayBuffer(new byte[10]), caller)));
    assertEquals(Errno.EINVAL, error(() -> file.seek(-1, Seek.SEEK_SET)));
    assertTrue(file.inode().is(FileMode.S_IFBLK));
  }

  @Example
  void tellsItsSize() {
    FileDescription file = open(OpenFlags.O_RDONLY);
    file.ioctl(IoctlRequest.BLKGETSIZE64, TestCaller.PAGE, caller);
    assertEquals(BYTES, caller.memory().load64(TestCaller.PAGE));
    file.ioctl(IoctlRequest.BLKSSZGET, TestCaller.PAGE, caller);
    assertEquals(512, caller.memory().load32(TestCaller.PAGE));
    assertEquals(Errno.ENOTTY, error(() -> file.ioctl(IoctlRequest.TCGETS, 0, caller)));
  }

  @Example
  void synchronousWritesAndFsyncReachTheMedium() {
    FileDescription file = open(OpenFlags.O_RDWR | OpenFlags.O_DSYNC);
    write(file, 0, new byte[600]);
    assertEquals(1, bench.disk.use().flushes().count());
    call(
        () -> {
          file.sync(caller);
          return 0;
        });
    assertEquals(2, bench.disk.use().flushes().count());
  }

  @Example
  void cannotBeWrittenWhenReadOnly() {
    Directory other = TestCaller.emptyRoot();
    DiskBench readOnly = new DiskBench(new ReadOnly(), FlatTiming.STANDARD, DiskScheduling.FCFS);
    DiskDevices.addTo(other, List.of(readOnly.disk));
    TestCaller reader = new TestCaller(other);
    FileDescription file = new Opening(reader, OpenFlags.O_RDWR, 0).open(AT_FDCWD, "/vda");
    byte[] data = new byte[1];
    assertEquals(Errno.EPERM, error(() -> file.write(new ArrayBuffer(data), reader)));
    file.ioctl(IoctlRequest.BLKROGET, TestCaller.PAGE, reader);
    assertEquals(1, reader.memory().load32(TestCaller.PAGE));
  }

  /// A disk of zeros that takes nothing.
  private static final class ReadOnly implements DiskImage {
    @Override
    public long sectors() {
      return 8;
    }

    @Override
    public boolean isReadOnly() {
      return true;
    }

    @Override
    public void read(long sector, byte[] target, int offset, int length) {}

    @Override
    public void write(long sector, byte[] source, int offset, int length) {
      throw new AssertionError("written");
    }

    @Override
    public void flush() {}
  }

  /// The request of a caller that is to end goes on without it, or is taken back.
  @Example
  void aDoomedCallerLeavesNothingBehind() {
    FileDescription file = open(OpenFlags.O_RDWR);
    ArrayBuffer buffer = new ArrayBuffer(new byte[10]);
    caller.nextCall();
    assertThrows(Blocked.class, () -> file.readAt(0, buffer, caller));
    caller.nextCall();
    assertThrows(Blocked.class, () -> file.readAt(9000, buffer, caller));
    caller.isDoomed = true;
    assertThrows(Interrupted.class, () -> file.readAt(9000, buffer, caller));
    bench.finish();
    assertEquals(1, bench.disk.use().reads().count());
    assertEquals(0, bench.disk.use().inFlight());
  }
}
