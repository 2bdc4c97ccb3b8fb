package spool.kernel.fs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static spool.kernel.abi.AtFlags.AT_FDCWD;
import static spool.kernel.fs.TestCaller.error;

import java.util.List;
import org.junit.jupiter.api.Test;
import spool.kernel.abi.Errno;
import spool.kernel.abi.OpenFlags;
import spool.kernel.abi.ResourceLimit;
import spool.kernel.abi.Seek;
import spool.kernel.abi.Signal;
import spool.kernel.vm.Frames;

class RegularFileTest {
  private final Directory root = TestCaller.emptyRoot();
  private final TestCaller caller = new TestCaller(root);

  private FileDescription open(int flags) {
    return new Opening(caller, flags | OpenFlags.O_CREAT, 0666).open(AT_FDCWD, "/file");
  }

  private long write(FileDescription file, String text) {
    return file.write(new ArrayBuffer(text.getBytes(ISO_8859_1)), caller);
  }

  private String read(FileDescription file, int length) {
    byte[] bytes = new byte[length];
    int count = (int) file.read(new ArrayBuffer(bytes), caller);
    return new String(bytes, 0, count, ISO_8859_1);
  }

  @Test
  void readingAndWritingMoveTheOffset() {
    FileDescription file = open(OpenFlags.O_RDWR);
    assertEquals(5, write(file, "hello"));
    assertEquals("", read(file, 10));
    assertEquals(1, file.seek(1, Seek.SEEK_SET));
    assertEquals("el", read(file, 2));
    assertEquals(3, file.offset());
    assertEquals("lo", read(file, 10));
  }

  @Test
  void seekingIsBoundByTheFile() {
    FileDescription file = open(OpenFlags.O_RDWR);
    write(file, "hello");
    assertEquals(3, file.seek(-2, Seek.SEEK_END));
    assertEquals(4, file.seek(1, Seek.SEEK_CUR));
    assertEquals(Errno.EINVAL, error(() -> file.seek(-5, Seek.SEEK_CUR)));
    assertEquals(Errno.EINVAL, error(() -> file.seek(0, 9)));
    assertEquals(2, file.seek(2, Seek.SEEK_DATA));
    assertEquals(5, file.seek(2, Seek.SEEK_HOLE));
    assertEquals(Errno.ENXIO, error(() -> file.seek(5, Seek.SEEK_DATA)));
    assertEquals(5, file.offset());
  }

  @Test
  void writingBehindTheEndLeavesZeros() {
    FileDescription file = open(OpenFlags.O_RDWR);
    file.seek(3, Seek.SEEK_SET);
    write(file, "x");
    file.seek(0, Seek.SEEK_SET);
    assertEquals("\0\0\0x", read(file, 10));
  }

  @Test
  void appendingIgnoresTheOffset() {
    FileDescription file = open(OpenFlags.O_RDWR | OpenFlags.O_APPEND);
    write(file, "ab");
    file.seek(0, Seek.SEEK_SET);
    write(file, "cd");
    assertEquals(4, file.offset());
    file.seek(0, Seek.SEEK_SET);
    assertEquals("abcd", read(file, 10));
  }

  @Test
  void accessModesAreKept() {
    FileDescription readable = open(OpenFlags.O_RDONLY);
    FileDescription writable = open(OpenFlags.O_WRONLY);
    assertEquals(Errno.EBADF, error(() -> write(readable, "x")));
    assertEquals(Errno.EBADF, error(() -> read(writable, 1)));
    assertEquals(
        Errno.EINVAL, error(() -> readable.readAt(-1, new ArrayBuffer(new byte[1]), caller)));
  }

  @Test
  void theFileSizeLimitShortensAndThenSignals() {
    caller.limits.put(ResourceLimit.RLIMIT_FSIZE, 4L);
    FileDescription file = open(OpenFlags.O_RDWR);
    assertEquals(4, write(file, "hello"));
    assertEquals(List.of(Signal.SIGXFSZ), caller.signals.stream().distinct().toList());
    assertEquals(Errno.EFBIG, error(() -> write(file, "o")));
    assertEquals(4, file.inode().size());
  }

  @Test
  void badAddressesShortenTransfers() {
    FileDescription file = open(OpenFlags.O_RDWR);
    long last = TestCaller.PAGE + Frames.BYTES - 2;
    caller.memory().write(last, new byte[] {'h', 'i'});
    assertEquals(2, file.write(ProgramBuffer.of(caller.memory(), last, 10), caller));
    assertEquals(2, file.inode().size());
    assertEquals(2, file.offset());
    ProgramBuffer bad = ProgramBuffer.of(caller.memory(), 0, 10);
    assertEquals(Errno.EFAULT, error(() -> file.write(bad, caller)));
    file.seek(0, Seek.SEEK_SET);
    assertEquals(Errno.EFAULT, error(() -> file.read(bad, caller)));
    assertEquals(0, file.offset());
    assertEquals(Errno.EINVAL, error(() -> ProgramBuffer.of(caller.memory(), TestCaller.PAGE, -1)));
  }

  @Test
  void vectorsAreOneTransfer() {
    long pieces = TestCaller.PAGE;
    long text = TestCaller.PAGE + 100;
    caller.memory().write(text, "abcdef".getBytes(ISO_8859_1));
    long[] entries = {text, 2, text, 0, text + 3, 3};
    for (int index = 0; index < entries.length; index++) {
      caller.memory().store64(pieces + 8L * index, entries[index]);
    }
    FileDescription file = open(OpenFlags.O_RDWR);
    assertEquals(5, file.write(ProgramBuffer.ofVector(caller.memory(), pieces, 3), caller));
    file.seek(0, Seek.SEEK_SET);
    assertEquals("abdef", read(file, 10));
    file.seek(0, Seek.SEEK_SET);
    caller.memory().write(text, new byte[6]);
    assertEquals(5, file.read(ProgramBuffer.ofVector(caller.memory(), pieces, 3), caller));
    byte[] scattered = {'a', 'b', 0, 'd', 'e', 'f'};
    assertArrayEquals(scattered, caller.memory().read(text, 6));
    assertEquals(Errno.EINVAL, error(() -> ProgramBuffer.ofVector(caller.memory(), pieces, 1025)));
  }

  @Test
  void aFullFileSystemShortensAndThenFails() {
    FileDescription file = open(OpenFlags.O_RDWR);
    byte[] large = TestCaller.bytes(8 << 20, 'x');
    long written = file.write(new ArrayBuffer(large), caller);
    assertEquals(written, file.inode().size());
    assertEquals(0, root.fileSystem().statFs().freeBlocks());
    assertEquals(Errno.ENOSPC, error(() -> write(file, "x")));
  }
}
