package spool.kernel.driver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static spool.kernel.abi.AtFlags.AT_FDCWD;
import static spool.kernel.fs.TestCaller.error;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import spool.kernel.abi.Errno;
import spool.kernel.abi.FileMode;
import spool.kernel.abi.IoctlRequest;
import spool.kernel.abi.OpenFlags;
import spool.kernel.abi.PollEvents;
import spool.kernel.abi.Signal;
import spool.kernel.abi.WindowSize;
import spool.kernel.fs.ArrayBuffer;
import spool.kernel.fs.Directory;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.Opening;
import spool.kernel.fs.TestCaller;

class DevicesTest {
  private static final TerminalSignals NOBODY =
      new TerminalSignals() {
        @Override
        public void signalGroup(int group, int signal) {}

        @Override
        public int sessionOf(int group) {
          return 0;
        }
      };

  private final Directory root = TestCaller.emptyRoot();
  private final TestCaller caller = new TestCaller(root);
  private final AtomicLong random = new AtomicLong(0x0807060504030201L);
  private final Terminal terminal = new Terminal(value -> {}, WindowSize.of(24, 80), NOBODY);

  DevicesTest() {
    MemoryDevices.addTo(root, random::getAndIncrement);
    TerminalDevices.addTo(root, terminal);
  }

  private FileDescription open(String path, int flags) {
    return new Opening(caller, flags, 0).open(AT_FDCWD, path);
  }

  private byte[] read(FileDescription file, int length) {
    byte[] bytes = TestCaller.bytes(length, 'x');
    int count = (int) file.read(new ArrayBuffer(bytes), caller);
    return Arrays.copyOf(bytes, count);
  }

  private long write(FileDescription file, String text) {
    return file.write(new ArrayBuffer(text.getBytes(UTF_8)), caller);
  }

  @Test
  void nullIsEmptyAndTakesEverything() {
    FileDescription device = open("/null", OpenFlags.O_RDWR);
    assertEquals(0, read(device, 10).length);
    assertEquals(3, write(device, "abc"));
    assertEquals(0, device.seek(5, 0));
    assertEquals(PollEvents.READABLE | PollEvents.WRITABLE, device.poll());
    assertEquals(Errno.ENOTTY, error(() -> device.ioctl(IoctlRequest.TCGETS, 0, caller)));
  }

  @Test
  void zeroAndFullAreZeros() {
    assertArrayEquals(new byte[9000], read(open("/zero", OpenFlags.O_RDONLY), 9000));
    FileDescription full = open("/full", OpenFlags.O_RDWR);
    assertArrayEquals(new byte[10], read(full, 10));
    assertEquals(Errno.ENOSPC, error(() -> write(full, "x")));
  }

  @Test
  void randomBytesFollowFromTheSeed() {
    byte[] expected = {1, 2, 3, 4, 5, 6, 7, 8, 2, 2};
    assertArrayEquals(expected, read(open("/urandom", OpenFlags.O_RDONLY), 10));
  }

  @Test
  void ttyIsForThoseWhoseControllingTerminalItIs() {
    assertEquals(Errno.ENXIO, error(() -> open("/tty", OpenFlags.O_RDWR)));
    open("/console", OpenFlags.O_RDWR);
    open("/ttyS0", OpenFlags.O_RDWR | OpenFlags.O_NOCTTY);
    assertEquals(0, terminal.session());
    open("/ttyS0", OpenFlags.O_RDWR);
    assertEquals(caller.session(), terminal.session());
    assertEquals(terminal.session(), terminal.foreground());
    open("/tty", OpenFlags.O_RDWR);
    caller.session = 77;
    assertEquals(Errno.ENXIO, error(() -> open("/tty", OpenFlags.O_RDWR)));
  }

  @Test
  void devicesShowTheirNumbers() {
    assertEquals(0x103, root.lookup("null").orElseThrow().stat().representedDevice());
    assertEquals(0x440, root.lookup("ttyS0").orElseThrow().stat().representedDevice());
  }

  @Test
  void hostInputComesLineByLineToItsEnd() {
    byte[] text = "one\ntwo".getBytes(UTF_8);
    HostStream stream = HostStream.of(root.fileSystem(), new ByteArrayInputStream(text));
    FileDescription first = stream.open(OpenFlags.O_RDONLY);
    assertEquals("one\n", new String(read(first, 100), UTF_8));
    FileDescription again = stream.open(OpenFlags.O_RDONLY);
    assertEquals("tw", new String(read(again, 2), UTF_8));
    assertEquals("o", new String(read(first, 100), UTF_8));
    assertEquals(0, read(first, 100).length);
    assertEquals(FileMode.S_IFIFO, first.inode().mode() & FileMode.S_IFMT);
    assertFalse(first.isSeekable());
    assertEquals(Errno.ENOTTY, error(() -> first.ioctl(IoctlRequest.TCGETS, 0, caller)));
  }

  @Test
  void hostOutputIsPassedOnAtOnce() {
    ByteArrayOutputStream host = new ByteArrayOutputStream();
    HostStream stream = HostStream.of(root.fileSystem(), host);
    assertEquals(4, write(stream.open(OpenFlags.O_WRONLY), "text"));
    assertEquals("text", host.toString(UTF_8));
  }

  @Test
  void aClosedHostPipeIsABrokenOne() {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("closed");
          }
        };
    FileDescription file = HostStream.of(root.fileSystem(), closed).open(OpenFlags.O_WRONLY);
    assertEquals(Errno.EPIPE, error(() -> write(file, "x")));
    assertEquals(List.of(Signal.SIGPIPE), caller.signals);
  }
}
