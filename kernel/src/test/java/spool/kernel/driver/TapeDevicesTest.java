package spool.kernel.driver;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static spool.kernel.abi.AtFlags.AT_FDCWD;
import static spool.kernel.fs.TestCaller.error;

import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import spool.emulator.device.Plic;
import spool.emulator.device.TapeDrive;
import spool.emulator.device.TapeImage;
import spool.emulator.device.TapeTimings;
import spool.emulator.device.VirtualTime;
import spool.emulator.machine.EventQueue;
import spool.emulator.memory.Bus;
import spool.emulator.memory.PhysicalMemory;
import spool.kernel.abi.Errno;
import spool.kernel.abi.IoctlRequest;
import spool.kernel.abi.OpenFlags;
import spool.kernel.abi.TapeOperation;
import spool.kernel.fs.ArrayBuffer;
import spool.kernel.fs.Directory;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.Opening;
import spool.kernel.fs.TestCaller;
import spool.kernel.sync.Blocked;
import spool.kernel.vm.Frames;

/// The tape's files over real drives with a short reel, whose time passes only when a test says so.
class TapeDevicesTest {
  private static final long RAM = 0x8000_0000L;
  private static final TapeTimings SHORT = new TapeTimings(100, 0, 0, 1, 1, 10, 1_000, 1_200);

  /// Time that stands still until the next thing happens.
  private static final class SlowTime implements VirtualTime {
    private final EventQueue events = new EventQueue();
    private long now;

    @Override
    public long now() {
      return now;
    }

    @Override
    public Alarm schedule(long time, Runnable action) {
      return events.schedule(time, action);
    }

    @Override
    public Alarm reschedule(long time, long rank, Runnable action) {
      return events.reschedule(time, rank, action);
    }

    boolean passes() {
      if (events.nextTime() == Long.MAX_VALUE) {
        return false;
      }
      now = events.nextTime();
      events.runFirst();
      return true;
    }
  }

  private final SlowTime time = new SlowTime();
  private final PhysicalMemory memory = new PhysicalMemory(RAM, 4 << 20);
  private final Bus bus = new Bus(memory);
  private final Plic plic = new Plic(List.of(raised -> {}));
  private final TapeDrive drive = drive(12);
  private final Directory root = TestCaller.emptyRoot();
  private final TestCaller caller = new TestCaller(root);
  private final TapeImage reel = TapeImage.blank();
  private final InterruptController interrupts = controller();

  private TapeDrive drive(int source) {
    return new TapeDrive(time, plic.source(source), memory, SHORT, () -> 0);
  }

  private InterruptController controller() {
    bus.attach(0xc00_0000L, Plic.SIZE, plic);
    bus.attach(0x1001_0000L, TapeDrive.SIZE, drive);
    bus.attach(0x1001_1000L, TapeDrive.SIZE, drive(13));
    return new InterruptController(bus);
  }

  @BeforeEach
  void load() {
    drive.load(reel, true);
    TapeDevices.addTo(root, bus, new Frames(memory), interrupts);
  }

  private FileDescription open(String path, int flags) {
    return new Opening(caller, flags, 0).open(AT_FDCWD, path);
  }

  /// Lets the drive do its next command to the end.
  private boolean passes() {
    boolean more = time.passes();
    interrupts.serve();
    return more;
  }

  /// Makes a system call: again, after each wait.
  private long call(LongSupplier call) {
    caller.nextCall();
    while (true) {
      try {
        return call.getAsLong();
      } catch (Blocked wait) {
        while (caller.isWaiting()) {
          assertTrue(passes(), "waits for ever");
        }
      }
    }
  }

  private long write(FileDescription file, int length) {
    return call(() -> file.write(new ArrayBuffer(new byte[length]), caller));
  }

  private long operate(FileDescription file, int operation, int count) {
    caller.memory().store16(TestCaller.PAGE, (short) operation);
    caller.memory().store32(TestCaller.PAGE + 4, count);
    return call(() -> file.ioctl(IoctlRequest.MTIOCTOP, TestCaller.PAGE, caller));
  }

  @Test
  void aTaskWaitsForTheDriveWhateverSignalsCome() {
    FileDescription tape = open("/nst0", OpenFlags.O_RDWR);
    caller.isInterrupted = true;
    ArrayBuffer text = new ArrayBuffer("text".getBytes(US_ASCII));
    assertThrows(Blocked.class, () -> tape.write(text, caller));
    assertTrue(caller.isWaiting());
    passes();
    assertEquals(4, tape.write(new ArrayBuffer(new byte[4]), caller));
    assertArrayEquals("text".getBytes(US_ASCII), reel.data(reel.items().getFirst()));
    assertEquals(1, reel.items().size());
  }

  @Test
  void nearTheEndWritesFailInTurns() {
    FileDescription tape = open("/nst0", OpenFlags.O_WRONLY);
    assertEquals(1000, write(tape, 1000));
    assertEquals(Errno.ENOSPC, error(() -> write(tape, 20)));
    assertEquals(20, write(tape, 20));
    assertEquals(Errno.ENOSPC, error(() -> write(tape, 20)));
    assertEquals(Errno.ENOSPC, error(() -> write(tape, 500)));
    assertEquals(2, reel.items().size());
  }

  @Test
  void closingAfterWritingLeavesATapeMark() {
    FileDescription tape = open("/st0", OpenFlags.O_WRONLY);
    write(tape, 5);
    tape.release();
    FileDescription again = open("/nst0", OpenFlags.O_RDONLY);
    assertEquals(5, call(() -> again.read(new ArrayBuffer(new byte[10]), caller)));
    assertEquals(0, call(() -> again.read(new ArrayBuffer(new byte[10]), caller)));
    again.release();
    assertEquals(2, reel.items().size());
  }

  @Test
  void rewindingAfterWritingLeavesATapeMarkAndSpacingBackOverTheRecordNone() {
    FileDescription tape = open("/nst0", OpenFlags.O_WRONLY);
    write(tape, 5);
    operate(tape, TapeOperation.MTBSR, 1);
    assertEquals(1, reel.items().size());
    write(tape, 6);
    operate(tape, TapeOperation.MTREW, 1);
    assertEquals(2, reel.items().size());
    operate(tape, TapeOperation.MTREW, 1);
    assertEquals(2, reel.items().size());
  }

  @Test
  void damageIsAnInputError() {
    drive.load(TapeImage.of(new byte[] {5, 0, 0, 0, 1}), true);
    FileDescription tape = open("/nst0", OpenFlags.O_RDWR);
    assertEquals(
        Errno.EIO, error(() -> call(() -> tape.read(new ArrayBuffer(new byte[9]), caller))));
    assertEquals(Errno.EIO, error(() -> operate(tape, TapeOperation.MTEOM, 1)));
    assertEquals(3, write(tape, 3));
  }

  @Test
  void recordsHaveAGreatestLength() {
    FileDescription tape = open("/nst0", OpenFlags.O_RDWR);
    assertEquals(Errno.EINVAL, error(() -> write(tape, TapeDriver.MOST_BYTES + 1)));
    assertEquals(0, reel.items().size());
  }

  @Test
  void withoutMemoryForABufferNothingOpens() {
    Frames few = new Frames(new PhysicalMemory(RAM, 16 * Frames.BYTES));
    Directory other = TestCaller.emptyRoot();
    TapeDevices.addTo(other, bus, few, interrupts);
    TestCaller visitor = new TestCaller(other);
    assertEquals(
        Errno.ENOMEM,
        error(() -> new Opening(visitor, OpenFlags.O_RDONLY, 0).open(AT_FDCWD, "/nst0")));
  }
}
