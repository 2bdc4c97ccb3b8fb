package spool.kernel.trap;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import spool.kernel.abi.ErrnoException;
import spool.kernel.process.Task;
import spool.kernel.signal.AlternateStack;
import spool.kernel.vm.Backing;
import spool.kernel.vm.Frames;
import spool.kernel.vm.Label;
import spool.kernel.vm.MapRequest;
import spool.kernel.vm.Protection;

/// Memory of a program from which system calls get their arguments, good and bad: a page of
/// structures and names, a page that is read-only, and holes behind both.
final class HostileMemory {
  /// A page that can be read and written; a hole follows it.
  static final long PAGE = 0x2000_0000L;

  /// A page that can only be read; a hole follows it.
  static final long READ_ONLY = PAGE + 0x10_000;

  /// Nothing is mapped here.
  static final long HOLE = PAGE + 0x20_000;

  /// No address of Sv39 at all.
  static final long NON_CANONICAL = 1L << 40;

  /// Where Linux would have its kernel.
  static final long KERNEL = 0xffff_ffff_8000_0000L;

  /// A one of eight bytes.
  static final long ONE = PAGE + 0x8;

  /// A `stack_t` that says that there is none, and a `struct sigevent` of `SIGINT`.
  static final long STACK = PAGE + 0x10;

  /// A `struct timespec` or `timeval` of some microseconds, and a zero one behind it.
  static final long TIME = PAGE + 0x100;

  /// Pointers to [#NAME], to [#MISSING] and null: an `argv`.
  static final long POINTERS = PAGE + 0x140;

  /// Two `struct iovec`s.
  static final long VECTOR = PAGE + 0x180;

  /// Two `struct pollfd`s, of descriptors 0 and 2.
  static final long POLL = PAGE + 0x1c0;

  /// A `struct flock` that locks some bytes for writing.
  static final long LOCK = PAGE + 0x200;

  /// The address of a socket that listens, of four bytes.
  static final long ADDRESS = PAGE + 0x240;

  /// A `struct msghdr` of the two `struct iovec`s.
  static final long MESSAGE = PAGE + 0x280;

  /// The path of a file that exists.
  static final long NAME = PAGE + 0x300;

  /// The path of one that does not.
  static final long MISSING = PAGE + 0x320;

  /// The path of a directory.
  static final long FOLDER = PAGE + 0x340;

  /// The path of a program.
  static final long PROGRAM = PAGE + 0x360;

  /// The path of a symbolic link.
  static final long LINK = PAGE + 0x3a0;

  /// A name without slashes.
  static final long WORD = PAGE + 0x380;

  /// Zeros to the last byte of the page, which is the letter x.
  static final long ROOM = PAGE + 0x400;

  private static final int LOCK_LENGTH = 16;
  private static final Protection READ = new Protection(1);

  private HostileMemory() {}

  /// Maps it for `task`.
  static void map(Task task) {
    map(task, PAGE);
    map(task, READ_ONLY);
    task.memory().write(READ_ONLY, contents());
    task.memory().protect(READ_ONLY, Frames.BYTES, READ);
    fill(task);
  }

  private static void map(Task task, long address) {
    Backing backing = Backing.anonymous(Label.NONE);
    task.memory().map(MapRequest.of(Frames.BYTES, Protection.READ_WRITE, backing).fixed(address));
  }

  /// Writes its contents anew, as far as the program has left it the memory.
  static void fill(Task task) {
    try {
      task.memory().write(PAGE, contents());
    } catch (ErrnoException gone) {
      return;
    }
  }

  /// What both pages hold.
  static byte[] contents() {
    ByteBuffer raw = ByteBuffer.allocate(Frames.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.putLong(at(ONE), 1).putInt(at(STACK) + Long.BYTES, AlternateStack.SS_DISABLE);
    raw.putLong(at(TIME) + Long.BYTES, 2_000);
    raw.putLong(at(POINTERS), NAME).putLong(at(POINTERS) + Long.BYTES, MISSING);
    raw.putLong(at(VECTOR), ROOM).putLong(at(VECTOR) + Long.BYTES, 100);
    raw.putLong(at(VECTOR) + 2 * Long.BYTES, ROOM + 200).putLong(at(VECTOR) + 3 * Long.BYTES, 10);
    raw.putInt(at(POLL), 0).putShort(at(POLL) + Integer.BYTES, (short) 5);
    raw.putInt(at(POLL) + Long.BYTES, 2).putShort(at(POLL) + 12, (short) 1);
    raw.putShort(at(LOCK), (short) 1).putLong(at(LOCK) + LOCK_LENGTH, 10);
    raw.putShort(at(ADDRESS), (short) 1).put(at(ADDRESS) + 3, (byte) 's');
    raw.putLong(at(MESSAGE) + 16, VECTOR).putLong(at(MESSAGE) + 24, 2);
    text(raw, NAME, "/tmp/file");
    text(raw, MISSING, "/tmp/missing");
    text(raw, FOLDER, "/tmp");
    text(raw, PROGRAM, "/bin/init");
    text(raw, LINK, "/proc/self/exe");
    text(raw, WORD, "user.word");
    raw.put(Frames.BYTES - 1, (byte) 'x');
    return raw.array();
  }

  private static int at(long address) {
    return (int) (address - PAGE);
  }

  private static void text(ByteBuffer raw, long address, String text) {
    raw.put(at(address), text.getBytes(StandardCharsets.US_ASCII));
  }
}
