package spool.kernel.ipc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static spool.kernel.abi.AtFlags.AT_FDCWD;
import static spool.kernel.fs.TestCaller.bytes;
import static spool.kernel.fs.TestCaller.error;

import java.util.List;
import org.junit.jupiter.api.Test;
import spool.kernel.abi.Errno;
import spool.kernel.abi.OpenFlags;
import spool.kernel.abi.PollEvents;
import spool.kernel.abi.Signal;
import spool.kernel.fs.ArrayBuffer;
import spool.kernel.fs.Directory;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.FileTree;
import spool.kernel.fs.Opening;
import spool.kernel.fs.ProgramBuffer;
import spool.kernel.fs.TestCaller;
import spool.kernel.sync.Blocked;
import spool.kernel.sync.Interrupted;

class PipeTest {
  private static final int CAPACITY = 65536;

  private final Directory root = TestCaller.emptyRoot();
  private final TestCaller caller = new TestCaller(root);
  private final TestCaller other = new TestCaller(root);
  private final Pipe.Ends ends = Pipe.open(root.fileSystem(), 0, new PipePages(16_384));

  private String read(int length) {
    byte[] bytes = new byte[length];
    int count = (int) ends.reader().read(new ArrayBuffer(bytes), caller);
    return new String(bytes, 0, count, ISO_8859_1);
  }

  private long write(String text) {
    return write(text.getBytes(ISO_8859_1));
  }

  private long write(byte[] bytes) {
    return ends.writer().write(new ArrayBuffer(bytes), other);
  }

  @Test
  void bytesComeOutInOrder() {
    write("one");
    write("two");
    assertEquals("onet", read(4));
    assertEquals("wo", read(4));
  }

  @Test
  void anEmptyPipeBlocksUntilThereAreBytesOrNoWriters() {
    assertThrows(Blocked.class, () -> read(1));
    assertTrue(caller.isWaiting());
    write("x");
    assertFalse(caller.isWaiting());
    assertEquals("x", read(1));
    assertThrows(Blocked.class, () -> read(1));
    ends.writer().release();
    assertFalse(caller.isWaiting());
    assertEquals("", read(1));
  }

  @Test
  void withoutReadersWritingFailsAndSignals() {
    ends.reader().release();
    assertEquals(Errno.EPIPE, error(() -> write("x")));
    assertEquals(List.of(Signal.SIGPIPE), other.signals);
    assertTrue((ends.writer().poll() & PollEvents.POLLERR) != 0);
  }

  @Test
  void nonblockingEndsAnswerAtOnce() {
    ends.reader().changeFlags(OpenFlags.O_NONBLOCK);
    ends.writer().changeFlags(OpenFlags.O_NONBLOCK);
    assertEquals(Errno.EAGAIN, error(() -> read(1)));
    assertEquals(CAPACITY, write(bytes(CAPACITY + 5, 'x')));
    other.nextCall();
    assertEquals(Errno.EAGAIN, error(() -> write("x")));
    assertEquals(0, ends.writer().poll());
  }

  @Test
  void longWritesGoOnWhereTheyStopped() {
    byte[] bytes = bytes(CAPACITY + 100, 'a');
    bytes[CAPACITY] = 'b';
    assertThrows(Blocked.class, () -> write(bytes));
    assertEquals("a".repeat(CAPACITY), read(CAPACITY));
    assertFalse(other.isWaiting());
    assertEquals(bytes.length, write(bytes));
    assertEquals("b" + "a".repeat(99), read(CAPACITY));
  }

  @Test
  void aSignalEndsALongWriteWithWhatWasWritten() {
    byte[] bytes = bytes(CAPACITY + 100, 'a');
    assertThrows(Blocked.class, () -> write(bytes));
    other.wake();
    other.isInterrupted = true;
    assertEquals(CAPACITY, write(bytes));
    other.nextCall();
    assertThrows(Interrupted.class, () -> write("x"));
  }

  @Test
  void shortWritesAreWholeOrWait() {
    write(bytes(CAPACITY - 10, 'x'));
    other.nextCall();
    assertThrows(Blocked.class, () -> write(bytes(11, 'y')));
    assertEquals(CAPACITY - 10, read(CAPACITY).length());
    assertEquals(11, write(bytes(11, 'y')));
    assertEquals("y".repeat(11), read(100));
  }

  @Test
  void aBadAddressLosesNothing() {
    write("kept");
    ProgramBuffer bad = ProgramBuffer.of(caller.memory(), 0, 4);
    assertEquals(Errno.EFAULT, error(() -> ends.reader().read(bad, caller)));
    assertEquals("kept", read(4));
  }

  @Test
  void theCapacityCanBeChanged() {
    Pipe pipe = (Pipe) ends.reader().inode();
    assertEquals(CAPACITY, pipe.capacity());
    assertEquals(8192, pipe.changeCapacity(4097));
    assertEquals(4096, pipe.changeCapacity(0));
    write(bytes(4096, 'x'));
    assertEquals(1 << 20, pipe.changeCapacity(1 << 20));
    other.nextCall();
    write(bytes(4096, 'y'));
    assertEquals(Errno.EBUSY, error(() -> pipe.changeCapacity(4096)));
    assertEquals(Errno.EPERM, error(() -> pipe.changeCapacity((1 << 20) + 1)));
    assertEquals(Errno.EINVAL, error(() -> pipe.changeCapacity(-1)));
    assertEquals("x".repeat(4096) + "y".repeat(4096), read(CAPACITY));
  }

  @Test
  void pollTellsBytesRoomAndHangUp() {
    assertEquals(0, ends.reader().poll());
    assertEquals(PollEvents.WRITABLE, ends.writer().poll());
    write("x");
    assertEquals(PollEvents.READABLE, ends.reader().poll());
    ends.writer().release();
    assertEquals(PollEvents.READABLE | PollEvents.POLLHUP, ends.reader().poll());
  }

  private FileDescription open(TestCaller by, int flags) {
    return new Opening(by, flags, 0).open(AT_FDCWD, "/fifo");
  }

  @Test
  void fifosWaitForTheOtherSide() {
    new FileTree(caller).makeFifo(AT_FDCWD, "/fifo", 0666);
    assertThrows(Blocked.class, () -> open(caller, OpenFlags.O_RDONLY));
    FileDescription writer = open(other, OpenFlags.O_WRONLY);
    assertFalse(caller.isWaiting());
    writer.write(new ArrayBuffer(bytes(1, 'x')), other);
    writer.release();
    FileDescription reader = open(caller, OpenFlags.O_RDONLY);
    byte[] read = new byte[5];
    assertEquals(1, reader.read(new ArrayBuffer(read), caller));
    assertEquals(0, reader.read(new ArrayBuffer(read), caller));
  }

  @Test
  void anInterruptedOpenLeavesNoEndBehind() {
    new FileTree(caller).makeFifo(AT_FDCWD, "/fifo", 0666);
    assertThrows(Blocked.class, () -> open(caller, OpenFlags.O_RDONLY));
    caller.wake();
    caller.isInterrupted = true;
    assertThrows(Interrupted.class, () -> open(caller, OpenFlags.O_RDONLY));
    assertEquals(Errno.ENXIO, error(() -> open(other, OpenFlags.O_WRONLY | OpenFlags.O_NONBLOCK)));
    caller.isInterrupted = false;
    assertThrows(Blocked.class, () -> open(caller, OpenFlags.O_RDONLY));
    open(other, OpenFlags.O_WRONLY).write(new ArrayBuffer(bytes(1, 'x')), other);
    FileDescription reader = open(caller, OpenFlags.O_RDONLY);
    assertEquals(1, reader.read(new ArrayBuffer(new byte[5]), caller));
  }

  @Test
  void aFifoHasNotHungUpBeforeItsFirstWriter() {
    new FileTree(caller).makeFifo(AT_FDCWD, "/fifo", 0666);
    FileDescription reader = open(caller, OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK);
    assertEquals(0, reader.poll());
    FileDescription writer = open(other, OpenFlags.O_WRONLY);
    FileDescription late = open(caller, OpenFlags.O_RDONLY);
    writer.release();
    assertEquals(PollEvents.POLLHUP, reader.poll());
    assertEquals(PollEvents.POLLHUP, late.poll());
  }
}
