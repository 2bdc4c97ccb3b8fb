package spool.emulator.memory;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntBinaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongConsumer;
import spool.emulator.state.SavedMemory;

/// The RAM of the machine, up to the size that the guest sees, for one thread at a time or for
/// several at once.
///
/// Addresses are physical. Those outside RAM throw [IndexOutOfBoundsException]: callers that serve
/// a guest ask [#contains] first.
///
/// RAM for one thread is a flat array that grows with use. [#shared] is a segment of its full size,
/// where aligned accesses are whole and each word has one order of its values.
///
/// Halfwords that instructions were decoded from are marked as code. Whoever keeps decoded
/// instructions calls [#markCode] and listens with [#onCodeWrite]. Without threads, listeners know
/// before the first byte of a marked halfword is written; whoever writes to the array without going
/// through this class listens with [#onCodeMarked] and leaves frames with marks alone. With
/// threads, listeners are told of whole frames, after the fact, and not of what harts store to
/// pages they know: for that there is `fence.i`.
///
/// Frames that may have been written since RAM was last saved or restored are known, so that saving
/// it again costs no more than what has changed. Whoever writes to the array without going through
/// this class says so by [#writableOffset], once for each frame after each [#save] and [#restore].
public final class PhysicalMemory {
  /// Bytes in a page frame.
  public static final int FRAME_BYTES = 4096;

  /// How much further on than an index that was masked ([#mask]) an access needs no check either.
  public static final int SPARE_BYTES = 2040;

  static final int FRAME_SHIFT = 12;

  private final long base;
  private final int sizeBytes;
  private final Cells cells;
  private final Optional<MemorySegment> segment;
  private final CodeMarks marks;
  private final WrittenFrames written;
  private final List<CodeWriteListener> codeWriteListeners = new ArrayList<>();
  private final List<LongConsumer> codeMarkedListeners = new ArrayList<>();

  /// RAM of `sizeBytes`, a multiple of the frame size up to 2 GiB less a frame, from `base` on, for
  /// one thread at a time.
  public PhysicalMemory(long base, long sizeBytes) {
    this.base = base;
    this.sizeBytes = size(sizeBytes);
    written = new WrittenFrames(this.sizeBytes >> FRAME_SHIFT);
    cells = new HeapCells(this.sizeBytes);
    segment = Optional.empty();
    marks = new ExactMarks(this.sizeBytes >> FRAME_SHIFT, this::marked, this::written);
  }

  private PhysicalMemory(long base, int sizeBytes, MemorySegment segment) {
    this.base = base;
    this.sizeBytes = sizeBytes;
    written = new WrittenFrames(sizeBytes >> FRAME_SHIFT);
    cells = SharedCells.of(segment);
    this.segment = Optional.of(segment);
    marks = FrameMarks.of(sizeBytes >> FRAME_SHIFT, this::written);
  }

  /// As [#PhysicalMemory(long, long)], for several threads at once.
  public static PhysicalMemory shared(long base, long sizeBytes) {
    int size = size(sizeBytes);
    List<Path> folders =
        List.of(Path.of(System.getProperty("java.io.tmpdir")), Path.of("/var/tmp"));
    return new PhysicalMemory(base, size, UntouchedMemory.of(size, folders));
  }

  private static int size(long bytes) {
    if (bytes <= 0 || bytes > Integer.MAX_VALUE - 8 || bytes % FRAME_BYTES != 0) {
      throw new IllegalArgumentException("RAM size " + bytes + " bytes");
    }
    return (int) bytes;
  }

  private void marked(int index) {
    codeMarkedListeners.forEach(listener -> listener.accept(base + index));
  }

  private void written(int index, int length) {
    codeWriteListeners.forEach(listener -> listener.codeWritten(base + index, length));
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
  /// replaces it. This is the fast path of harts, see [#offset] and [#mask].
  public void onGrowth(Consumer<byte[]> listener) {
    if (cells instanceof HeapCells heap) {
      heap.onGrowth(listener);
    } else {
      throw new IllegalStateException("memory for several threads is no array");
    }
  }

  /// The array of [#onGrowth], if there is one.
  public Optional<byte[]> array() {
    return cells instanceof HeapCells heap ? Optional.of(heap.array()) : Optional.empty();
  }

  /// What an index in `array` of [#onGrowth] can be masked with, so that the JVM sees that all that
  /// may be accessed there is in the array. It changes nothing of an index in RAM.
  public static int mask(byte[] array) {
    return HeapCells.mask(array);
  }

  /// The segment that holds RAM from [#base] on, if it is for several threads.
  public Optional<MemorySegment> segment() {
    return segment;
  }

  /// Whether several threads may access it at once.
  public boolean isShared() {
    return segment.isPresent();
  }

  /// Where the frame at `frameAddress`, which is in RAM, begins in the array of [#onGrowth], which
  /// then holds all of the frame, or in [#segment].
  public int offset(long frameAddress) {
    return index(frameAddress, FRAME_BYTES);
  }

  /// As [#offset], for writing.
  public int writableOffset(long frameAddress) {
    int index = index(frameAddress, FRAME_BYTES);
    written.note(index >> FRAME_SHIFT);
    return index;
  }

  /// What RAM holds. Frames that are as in `earlier` are shared with it.
  public SavedMemory save(SavedMemory earlier) {
    return written.save(this, earlier);
  }

  /// Makes RAM what it was when `saved` was made, by writing to the frames that are different.
  public void restore(SavedMemory saved) {
    written.restore(this, saved);
  }

  /// Whether the frame at `address` takes any of the host's memory yet.
  boolean isReached(long address) {
    return cells.holds(address - base + FRAME_BYTES);
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
    marks.mark(index(address, length), length);
  }

  /// Whether stores to the frame that `address` is in have to come here to be noticed.
  public boolean isCode(long address) {
    return marks.isGuarded(index(address, 1));
  }

  /// Loads a byte.
  public byte load8(long address) {
    return cells.load8(index(address, 1));
  }

  /// Loads two bytes, little-endian, of any alignment.
  public short load16(long address) {
    return cells.load16(index(address, 2));
  }

  /// Loads four bytes, little-endian, of any alignment.
  public int load32(long address) {
    return cells.load32(index(address, 4));
  }

  /// Loads eight bytes, little-endian, of any alignment.
  public long load64(long address) {
    return cells.load64(index(address, 8));
  }

  /// Stores a byte.
  public void store8(long address, byte value) {
    int index = writeIndex(address, 1);
    cells.store8(index, value);
    marks.after(index, 1);
  }

  /// Stores two bytes, little-endian, of any alignment.
  public void store16(long address, short value) {
    int index = writeIndex(address, 2);
    cells.store16(index, value);
    marks.after(index, 2);
  }

  /// Stores four bytes, little-endian, of any alignment.
  public void store32(long address, int value) {
    int index = writeIndex(address, 4);
    cells.store32(index, value);
    marks.after(index, 4);
  }

  /// Stores eight bytes, little-endian, of any alignment.
  public void store64(long address, long value) {
    int index = writeIndex(address, 8);
    cells.store64(index, value);
    marks.after(index, 8);
  }

  /// Stores `value` to an aligned word if it is `expected`, in one step for all threads, and says
  /// whether it was.
  public boolean replace32(long address, int expected, int value) {
    return cells.replace32(writeIndex(address, 4), expected, value);
  }

  /// See [#replace32].
  public boolean replace64(long address, long expected, long value) {
    return cells.replace64(writeIndex(address, 8), expected, value);
  }

  /// Replaces an aligned word by `operation(word, operand)` in one step for all threads and answers
  /// what it was.
  public int update32(long address, int operand, IntBinaryOperator operation) {
    return cells.update32(writeIndex(address, 4), operand, operation);
  }

  /// See [#update32].
  public long update64(long address, long operand, LongBinaryOperator operation) {
    return cells.update64(writeIndex(address, 8), operand, operation);
  }

  /// Copies `length` bytes from `address` into `target`.
  public void read(long address, byte[] target, int offset, int length) {
    cells.read(index(address, length), target, offset, length);
  }

  /// Copies `length` bytes of `source` to `address`.
  public void write(long address, byte[] source, int offset, int length) {
    int index = writeIndex(address, length);
    cells.write(index, source, offset, length);
    marks.after(index, length);
  }

  /// Copies `length` bytes inside RAM.
  public void copy(long from, long to, int length) {
    int source = index(from, length);
    int target = writeIndex(to, length);
    cells.copy(source, target, length);
    marks.after(target, length);
  }

  /// Sets `length` bytes to `value`.
  public void fill(long address, int length, byte value) {
    int index = writeIndex(address, length);
    cells.fill(index, length, value);
    marks.after(index, length);
  }

  private int writeIndex(long address, int length) {
    int index = index(address, length);
    marks.before(index, length);
    written.note(index, length);
    return index;
  }

  private int index(long address, int length) {
    long offset = address - base;
    if (offset < 0 || length < 0 || offset > sizeBytes - length) {
      throw new IndexOutOfBoundsException("physical address 0x" + Long.toHexString(address));
    }
    cells.reach(offset + length);
    return (int) offset;
  }
}
