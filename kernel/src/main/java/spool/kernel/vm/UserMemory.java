package spool.kernel.vm;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import spool.emulator.memory.Access;
import spool.emulator.memory.PhysicalMemory;
import spool.kernel.abi.Errno;

/// A program's memory as system calls read and write it, by the program's own addresses and with
/// its own rights.
///
/// Pages that are not there yet are brought in. Whatever the program could not do itself throws
/// EFAULT, and a write that throws has changed nothing. Lengths come from guests: whoever allocates
/// host memory for one bounds it first.
public abstract class UserMemory {
  private static final int PAGE_MASK = Frames.BYTES - 1;

  private final PhysicalMemory memory;

  /// Memory whose pages are in `memory`.
  protected UserMemory(PhysicalMemory memory) {
    this.memory = memory;
  }

  /// The physical address of `address`, good for `access` anywhere in its page until the next call.
  /// Throws EFAULT, and ENOMEM when no frame is left for the page.
  protected abstract long physical(long address, Access access);

  /// Copies `length` bytes from `address` on into `target` at `start`.
  public final void read(long address, byte[] target, int start, int length) {
    for (int done = 0; done < length; ) {
      int chunk = chunk(address + done, length - done);
      memory.read(physical(address + done, Access.LOAD), target, start + done, chunk);
      done += chunk;
    }
  }

  /// The `length` bytes from `address` on.
  public final byte[] read(long address, int length) {
    byte[] bytes = new byte[length];
    read(address, bytes, 0, length);
    return bytes;
  }

  /// Copies `length` bytes of `source` at `start` to `address`.
  public final void write(long address, byte[] source, int start, int length) {
    require(address, length, Access.STORE);
    for (int done = 0; done < length; ) {
      int chunk = chunk(address + done, length - done);
      memory.write(physical(address + done, Access.STORE), source, start + done, chunk);
      done += chunk;
    }
  }

  /// Copies all of `source` to `address`.
  public final void write(long address, byte[] source) {
    write(address, source, 0, source.length);
  }

  /// Sets `length` bytes from `address` on to zero.
  public final void clear(long address, long length) {
    require(address, length, Access.STORE);
    for (long done = 0; done < length; ) {
      int chunk = chunk(address + done, length - done);
      memory.fill(physical(address + done, Access.STORE), chunk, (byte) 0);
      done += chunk;
    }
  }

  /// Throws EFAULT unless `access` is allowed to all of `length` bytes from `address` on, and
  /// brings them in.
  public final void require(long address, long length, Access access) {
    if (length < 0) {
      throw Errno.EFAULT.failure();
    }
    for (long done = 0; done < length; done += chunk(address + done, length - done)) {
      physical(address + done, access);
    }
  }

  /// The bytes from `address` to before the next zero. Throws ENAMETOOLONG when the zero is not
  /// among the first `limit` bytes.
  public final byte[] readBytesToZero(long address, int limit) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (bytes.size() < limit) {
      long next = address + bytes.size();
      byte[] part = read(next, chunk(next, (long) limit - bytes.size()));
      int zero = indexOfZero(part);
      bytes.write(part, 0, zero);
      if (zero < part.length) {
        return bytes.toByteArray();
      }
    }
    throw Errno.ENAMETOOLONG.failure();
  }

  /// As [#readBytesToZero], as text with one character for each byte: what ISO 8859-1 encodes again
  /// to the same bytes, whatever they were.
  public final String readString(long address, int limit) {
    return new String(readBytesToZero(address, limit), StandardCharsets.ISO_8859_1);
  }

  /// Loads a byte.
  public final byte load8(long address) {
    return memory.load8(physical(address, Access.LOAD));
  }

  /// Loads two bytes.
  public final short load16(long address) {
    return (short) load(address, Short.BYTES);
  }

  /// Loads four bytes.
  public final int load32(long address) {
    return (int) load(address, Integer.BYTES);
  }

  /// Loads eight bytes.
  public final long load64(long address) {
    return load(address, Long.BYTES);
  }

  /// Stores a byte.
  public final void store8(long address, byte value) {
    memory.store8(physical(address, Access.STORE), value);
  }

  /// Stores two bytes.
  public final void store16(long address, short value) {
    store(address, value, Short.BYTES);
  }

  /// Stores four bytes.
  public final void store32(long address, int value) {
    store(address, value, Integer.BYTES);
  }

  /// Stores eight bytes.
  public final void store64(long address, long value) {
    store(address, value, Long.BYTES);
  }

  /// Stores `value` to an aligned word of four bytes if it is `expected`, in one step even for
  /// programs that run meanwhile, and says whether it was.
  public final boolean replace32(long address, int expected, int value) {
    return memory.replace32(physical(address, Access.STORE), expected, value);
  }

  private long load(long address, int size) {
    if (chunk(address, size) == size) {
      long physical = physical(address, Access.LOAD);
      return switch (size) {
        case Short.BYTES -> memory.load16(physical);
        case Integer.BYTES -> memory.load32(physical);
        default -> memory.load64(physical);
      };
    }
    long value = 0;
    for (int index = 0; index < size; index++) {
      value |= (load8(address + index) & 0xffL) << (8 * index);
    }
    return value;
  }

  private void store(long address, long value, int size) {
    if (chunk(address, size) == size) {
      long physical = physical(address, Access.STORE);
      switch (size) {
        case Short.BYTES -> memory.store16(physical, (short) value);
        case Integer.BYTES -> memory.store32(physical, (int) value);
        default -> memory.store64(physical, value);
      }
      return;
    }
    byte[] bytes = new byte[size];
    for (int index = 0; index < size; index++) {
      bytes[index] = (byte) (value >>> (8 * index));
    }
    write(address, bytes);
  }

  /// How many of `length` bytes are in the page of `address`.
  private static int chunk(long address, long length) {
    return (int) Math.min(length, Frames.BYTES - (address & PAGE_MASK));
  }

  private static int indexOfZero(byte[] bytes) {
    int index = 0;
    while (index < bytes.length && bytes[index] != 0) {
      index++;
    }
    return index;
  }
}
