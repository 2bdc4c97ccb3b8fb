package spool.emulator.memory;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.function.IntBinaryOperator;
import java.util.function.LongBinaryOperator;

/// RAM that several threads access at once: a segment of memory of its full size.
///
/// Aligned accesses are opaque, as [VarHandle] has it: whole, each word with one order of its
/// values that all threads see, and in the order of the program as far as the JVM's compiler goes.
/// Atomic ones are volatile. Others promise nothing.
final class SharedCells extends Cells {
  private static final VarHandle BYTE = ValueLayout.JAVA_BYTE.varHandle();
  private static final VarHandle SHORT =
      ValueLayout.JAVA_SHORT.withOrder(LITTLE_ENDIAN).varHandle();
  private static final VarHandle INT = ValueLayout.JAVA_INT.withOrder(LITTLE_ENDIAN).varHandle();
  private static final VarHandle LONG = ValueLayout.JAVA_LONG.withOrder(LITTLE_ENDIAN).varHandle();
  private static final ValueLayout.OfShort ANY_SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);
  private static final ValueLayout.OfInt ANY_INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
  private static final ValueLayout.OfLong ANY_LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);

  private final MemorySegment segment;

  private SharedCells(MemorySegment segment) {
    this.segment = segment;
  }

  /// The cells of `segment`, which is aligned to doublewords. Who calls this does not need the
  /// class to be loaded before: while there is only one kind of cells, the JVM calls it directly.
  static Cells of(MemorySegment segment) {
    return new SharedCells(segment);
  }

  @Override
  void reach(long end) {}

  @Override
  boolean holds(long end) {
    return true;
  }

  private static boolean isAligned(int index, int size) {
    return (index & size - 1) == 0;
  }

  @Override
  byte load8(int index) {
    return (byte) BYTE.getOpaque(segment, (long) index);
  }

  @Override
  short load16(int index) {
    return isAligned(index, Short.BYTES)
        ? (short) SHORT.getOpaque(segment, (long) index)
        : segment.get(ANY_SHORT, index);
  }

  @Override
  int load32(int index) {
    return isAligned(index, Integer.BYTES)
        ? (int) INT.getOpaque(segment, (long) index)
        : segment.get(ANY_INT, index);
  }

  @Override
  long load64(int index) {
    return isAligned(index, Long.BYTES)
        ? (long) LONG.getOpaque(segment, (long) index)
        : segment.get(ANY_LONG, index);
  }

  @Override
  void store8(int index, byte value) {
    BYTE.setOpaque(segment, (long) index, value);
  }

  @Override
  void store16(int index, short value) {
    if (isAligned(index, Short.BYTES)) {
      SHORT.setOpaque(segment, (long) index, value);
    } else {
      segment.set(ANY_SHORT, index, value);
    }
  }

  @Override
  void store32(int index, int value) {
    if (isAligned(index, Integer.BYTES)) {
      INT.setOpaque(segment, (long) index, value);
    } else {
      segment.set(ANY_INT, index, value);
    }
  }

  @Override
  void store64(int index, long value) {
    if (isAligned(index, Long.BYTES)) {
      LONG.setOpaque(segment, (long) index, value);
    } else {
      segment.set(ANY_LONG, index, value);
    }
  }

  @Override
  void read(int index, byte[] target, int offset, int length) {
    MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, index, target, offset, length);
  }

  @Override
  void write(int index, byte[] source, int offset, int length) {
    MemorySegment.copy(source, offset, segment, ValueLayout.JAVA_BYTE, index, length);
  }

  @Override
  void copy(int from, int to, int length) {
    MemorySegment.copy(segment, from, segment, to, length);
  }

  @Override
  void fill(int index, int length, byte value) {
    segment.asSlice(index, length).fill(value);
  }

  @Override
  boolean replace32(int index, int expected, int value) {
    return INT.compareAndSet(segment, (long) index, expected, value);
  }

  @Override
  boolean replace64(int index, long expected, long value) {
    return LONG.compareAndSet(segment, (long) index, expected, value);
  }

  @Override
  int update32(int index, int operand, IntBinaryOperator operation) {
    int old;
    do {
      old = (int) INT.getVolatile(segment, (long) index);
    } while (!replace32(index, old, operation.applyAsInt(old, operand)));
    return old;
  }

  @Override
  long update64(int index, long operand, LongBinaryOperator operation) {
    long old;
    do {
      old = (long) LONG.getVolatile(segment, (long) index);
    } while (!replace64(index, old, operation.applyAsLong(old, operand)));
    return old;
  }
}
