package spool.emulator.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// The RAM of the machine: one flat array that grows with use, up to the size that the guest sees.
///
/// Addresses are physical. Those outside RAM throw [IndexOutOfBoundsException]: callers that serve
/// a guest ask [#contains] first.
///
/// Halfwords that instructions were decoded from are marked as code. Whoever keeps decoded
/// instructions calls [#markCode] and listens with [#onCodeWrite]; whoever writes to the array
/// without going through this class listens with [#onCodeMarked] and leaves frames with marks
/// alone. The invariant is that no byte of a marked halfword changes: the mark goes, and the
/// listeners know, before the first byte is written.
public final class PhysicalMemory {
  /// Bytes in a page frame.
  public static final int FRAME_BYTES = 4096;

  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);
  private static final int FRAME_SHIFT = 12;
  private static final int FIRST_BYTES = 1 << 20;

  private final long base;
  private final int sizeBytes;

  /// A bit for each halfword of a frame; [#unmarked] for the many frames without any.
  private final BitSet[] marks;

  private final BitSet unmarked = new BitSet(0);
  private final List<Consumer<byte[]>> growthListeners = new ArrayList<>();
  private final List<CodeWriteListener> codeWriteListeners = new ArrayList<>();
  private final List<LongConsumer> codeMarkedListeners = new ArrayList<>();
  private byte[] bytes;

  /// RAM of `sizeBytes`, a multiple of the frame size up to 2 GiB less a frame, from `base` on.
  public PhysicalMemory(long base, long sizeBytes) {
    if (sizeBytes <= 0 || sizeBytes > Integer.MAX_VALUE - 8 || sizeBytes % FRAME_BYTES != 0) {
      throw new IllegalArgumentException("RAM size " + sizeBytes + " bytes");
    }
    this.base = base;
    this.sizeBytes = (int) sizeBytes;
    this.marks = new BitSet[this.sizeBytes / FRAME_BYTES];
    Arrays.fill(marks, unmarked);
    this.bytes = new byte[Math.min(FIRST_BYTES, this.sizeBytes)];
  }

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }

  /// The address of the first byte.
  public long base() {
    return base;
  }

  /// How much RAM the guest sees.
  public long sizeBytes() {
    return sizeBytes;
  }

  /// Whether all of `length` bytes from `address` on are RAM.
  public boolean contains(long address, long length) {
    long offset = address - base;
    return offset >= 0 && length >= 0 && offset <= sizeBytes - length;
  }

  /// Calls `listener` with the array that holds RAM from [#base] on, at once and whenever growth
  /// replaces it. This is the fast path of harts, see [#offset].
  public void onGrowth(Consumer<byte[]> listener) {
    growthListeners.add(listener);
    listener.accept(bytes);
  }

  /// Where the frame at `frameAddress`, which is in RAM, begins in the array of [#onGrowth]; the
  /// array then holds all of the frame.
  public int offset(long frameAddress) {
    return index(frameAddress, FRAME_BYTES);
  }

  /// Calls `listener` when marked halfwords are about to be written.
  public void onCodeWrite(CodeWriteListener listener) {
    codeWriteListeners.add(listener);
  }

  /// Calls `listener` with the address of a frame when its first halfword gets marked.
  public void onCodeMarked(LongConsumer listener) {
    codeMarkedListeners.add(listener);
  }

  /// Marks the halfwords of `length` bytes at `address`, inside one frame, as code, until they are
  /// written.
  public void markCode(long address, int length) {
    int index = index(address, length);
    int frame = index >> FRAME_SHIFT;
    boolean first = marks[frame].isEmpty();
    if (first) {
      marks[frame] = new BitSet(FRAME_BYTES / 2);
    }
    marks[frame].set(halfword(index), halfword(index + length - 1) + 1);
    if (first) {
      long frameAddress = base + (long) frame * FRAME_BYTES;
      codeMarkedListeners.forEach(listener -> listener.accept(frameAddress));
    }
  }

  /// Whether anything in the frame that `address` is in is marked as code.
  public boolean isCode(long address) {
    return !marks[index(address, 1) >> FRAME_SHIFT].isEmpty();
  }

  /// Loads a byte.
  public byte load8(long address) {
    return bytes[index(address, 1)];
  }

  /// Loads two bytes, little-endian, of any alignment.
  public short load16(long address) {
    int index = index(address, 2);
    return (short) SHORT.get(bytes, index);
  }

  /// Loads four bytes, little-endian, of any alignment.
  public int load32(long address) {
    int index = index(address, 4);
    return (int) INT.get(bytes, index);
  }

  /// Loads eight bytes, little-endian, of any alignment.
  public long load64(long address) {
    int index = index(address, 8);
    return (long) LONG.get(bytes, index);
  }

  /// Stores a byte.
  public void store8(long address, byte value) {
    int index = writeIndex(address, 1);
    bytes[index] = value;
  }

  /// Stores two bytes, little-endian, of any alignment.
  public void store16(long address, short value) {
    int index = writeIndex(address, 2);
    SHORT.set(bytes, index, value);
  }

  /// Stores four bytes, little-endian, of any alignment.
  public void store32(long address, int value) {
    int index = writeIndex(address, 4);
    INT.set(bytes, index, value);
  }

  /// Stores eight bytes, little-endian, of any alignment.
  public void store64(long address, long value) {
    int index = writeIndex(address, 8);
    LONG.set(bytes, index, value);
  }

  /// Copies `length` bytes from `address` into `target`.
  public void read(long address, byte[] target, int offset, int length) {
    int index = index(address, length);
    System.arraycopy(bytes, index, target, offset, length);
  }

  /// Copies `length` bytes of `source` to `address`.
  public void write(long address, byte[] source, int offset, int length) {
    int index = writeIndex(address, length);
    System.arraycopy(source, offset, bytes, index, length);
  }

  /// Copies `length` bytes inside RAM.
  public void copy(long from, long to, int length) {
    int source = index(from, length);
    int target = writeIndex(to, length);
    System.arraycopy(bytes, source, bytes, target, length);
  }

  /// Sets `length` bytes to `value`.
  public void fill(long address, int length, byte value) {
    int index = writeIndex(address, length);
    Arrays.fill(bytes, index, index + length, value);
  }

  private int writeIndex(long address, int length) {
    int index = index(address, length);
    int last = (index + length - 1) >> FRAME_SHIFT;
    for (int frame = index >> FRAME_SHIFT; frame <= last; frame++) {
      if (!marks[frame].isEmpty()) {
        unmark(frame, index, index + length);
      }
    }
    return index;
  }

  /// Takes away the marks of the part of a frame that is from `start` on and before `end`.
  private void unmark(int frame, int start, int end) {
    int frameStart = frame << FRAME_SHIFT;
    int from = Math.max(start, frameStart);
    int last = Math.min(end, frameStart + FRAME_BYTES) - 1;
    int first = marks[frame].nextSetBit(halfword(from));
    if (first < 0 || first > halfword(last)) {
      return;
    }
    marks[frame].clear(halfword(from), halfword(last) + 1);
    if (marks[frame].isEmpty()) {
      marks[frame] = unmarked;
    }
    codeWriteListeners.forEach(listener -> listener.codeWritten(base + from, last + 1 - from));
  }

  private static int halfword(int index) {
    return (index & FRAME_BYTES - 1) >> 1;
  }

  private int index(long address, int length) {
    long offset = address - base;
    if (offset < 0 || length < 0 || offset > sizeBytes - length) {
      throw new IndexOutOfBoundsException("physical address 0x" + Long.toHexString(address));
    }
    if (offset + length > bytes.length) {
      grow(offset + length);
    }
    return (int) offset;
  }

  private void grow(long needed) {
    long doubled = Math.max(needed, 2L * bytes.length);
    bytes = Arrays.copyOf(bytes, (int) Math.min(doubled, sizeBytes));
    growthListeners.forEach(listener -> listener.accept(bytes));
  }
}
