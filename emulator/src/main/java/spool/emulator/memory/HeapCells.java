package spool.emulator.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntBinaryOperator;
import java.util.function.LongBinaryOperator;

/// RAM that one thread at a time accesses: an array that grows with use. Whatever is one step for
/// others is so because there are none.
///
/// The array is a power of two long, if RAM is, and then some bytes more. So an index that was
/// masked to what there is needs no check of bounds, whatever is accessed there or a little further
/// on.
final class HeapCells extends Cells {
  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);
  private static final int FIRST_BYTES = 1 << 20;
  private static final int SPARE_BYTES = PhysicalMemory.SPARE_BYTES + Long.BYTES;

  private final int sizeBytes;
  private final List<Consumer<byte[]>> growthListeners = new ArrayList<>();
  private byte[] bytes;

  HeapCells(int sizeBytes) {
    this.sizeBytes = sizeBytes;
    bytes = new byte[Math.min(FIRST_BYTES, sizeBytes) + SPARE_BYTES];
  }

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }

  /// The array that holds RAM now.
  byte[] array() {
    return bytes;
  }

  /// See [PhysicalMemory#onGrowth].
  void onGrowth(Consumer<byte[]> listener) {
    growthListeners.add(listener);
    listener.accept(bytes);
  }

  /// What keeps an index inside `array`, which holds RAM, with all that can be accessed there.
  static int mask(byte[] array) {
    return -1 >>> Integer.numberOfLeadingZeros(array.length - SPARE_BYTES - 1);
  }

  private int size() {
    return bytes.length - SPARE_BYTES;
  }

  @Override
  void reach(long end) {
    if (end > size()) {
      grow(end);
    }
  }

  @Override
  boolean holds(long end) {
    return end <= size();
  }

  private void grow(long needed) {
    long enough = 2 * Long.highestOneBit(needed - 1);
    bytes = Arrays.copyOf(bytes, (int) Math.min(enough, sizeBytes) + SPARE_BYTES);
    growthListeners.forEach(listener -> listener.accept(bytes));
  }

  @Override
  byte load8(int index) {
    return bytes[index];
  }

  @Override
  short load16(int index) {
    return (short) SHORT.get(bytes, index);
  }

  @Override
  int load32(int index) {
    return (int) INT.get(bytes, index);
  }

  @Override
  long load64(int index) {
    return (long) LONG.get(bytes, index);
  }

  @Override
  void store8(int index, byte value) {
    bytes[index] = value;
  }

  @Override
  void store16(int index, short value) {
    SHORT.set(bytes, index, value);
  }

  @Override
  void store32(int index, int value) {
    INT.set(bytes, index, value);
  }

  @Override
  void store64(int index, long value) {
    LONG.set(bytes, index, value);
  }

  @Override
  void read(int index, byte[] target, int offset, int length) {
    System.arraycopy(bytes, index, target, offset, length);
  }

  @Override
  void write(int index, byte[] source, int offset, int length) {
    System.arraycopy(source, offset, bytes, index, length);
  }

  @Override
  void copy(int from, int to, int length) {
    System.arraycopy(bytes, from, bytes, to, length);
  }

  @Override
  void fill(int index, int length, byte value) {
    Arrays.fill(bytes, index, index + length, value);
  }

  @Override
  boolean replace32(int index, int expected, int value) {
    boolean holds = load32(index) == expected;
    if (holds) {
      store32(index, value);
    }
    return holds;
  }

  @Override
  boolean replace64(int index, long expected, long value) {
    boolean holds = load64(index) == expected;
    if (holds) {
      store64(index, value);
    }
    return holds;
  }

  @Override
  int update32(int index, int operand, IntBinaryOperator operation) {
    int old = load32(index);
    store32(index, operation.applyAsInt(old, operand));
    return old;
  }

  @Override
  long update64(int index, long operand, LongBinaryOperator operation) {
    long old = load64(index);
    store64(index, operation.applyAsLong(old, operand));
    return old;
  }
}
