package spool.emulator.memory;

import java.util.function.IntBinaryOperator;
import java.util.function.LongBinaryOperator;

/// The bytes of RAM, by index, little-endian, with no look at marks. Accesses may have any
/// alignment where nothing else is said.
abstract sealed class Cells permits HeapCells, SharedCells {
  /// Makes sure that there are at least `end` bytes.
  abstract void reach(long end);

  /// Whether there are `end` bytes yet; those to come are zero.
  abstract boolean holds(long end);

  abstract byte load8(int index);

  abstract short load16(int index);

  abstract int load32(int index);

  abstract long load64(int index);

  abstract void store8(int index, byte value);

  abstract void store16(int index, short value);

  abstract void store32(int index, int value);

  abstract void store64(int index, long value);

  abstract void read(int index, byte[] target, int offset, int length);

  abstract void write(int index, byte[] source, int offset, int length);

  abstract void copy(int from, int to, int length);

  abstract void fill(int index, int length, byte value);

  /// Stores `value` to an aligned word if it is `expected`, in one step, and says whether it was.
  abstract boolean replace32(int index, int expected, int value);

  /// See [#replace32].
  abstract boolean replace64(int index, long expected, long value);

  /// Replaces an aligned word by `operation(word, operand)` in one step and answers what it was.
  abstract int update32(int index, int operand, IntBinaryOperator operation);

  /// See [#update32].
  abstract long update64(int index, long operand, LongBinaryOperator operation);
}
