package spool.emulator.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The way of a state out of a machine or into it, see [Stateful].
///
/// Every method takes a value and answers the one that counts from now on: the same while saving,
/// the saved one while restoring.
public abstract class Exchange {
  private static final byte[] NOTHING = {};

  Exchange() {}

  /// Whether a state is being restored, so that what follows from it is to be worked out anew.
  public abstract boolean isRestoring();

  /// A number of 64 bits.
  public abstract long number(long value);

  /// So many bytes; while restoring, in an array of their own.
  public abstract byte[] bytes(byte[] value);

  /// A number of 32 bits.
  public final int integer(int value) {
    long found = number(value);
    if (found != (int) found) {
      throw new StateException("the number " + found + " where one of 32 bits is expected");
    }
    return (int) found;
  }

  /// A number from 0 to `bound` - 1.
  public final int index(int value, int bound) {
    long found = number(value);
    if (found < 0 || found >= bound) {
      throw new StateException("the number %d, not 0 to %d".formatted(found, bound - 1));
    }
    return (int) found;
  }

  /// A yes or no.
  public final boolean flag(boolean value) {
    return index(value ? 1 : 0, 2) != 0;
  }

  /// The numbers in `values`, in place.
  public final void numbers(long[] values) {
    for (int index = 0; index < values.length; index++) {
      values[index] = number(values[index]);
    }
  }

  /// The numbers in `values`, in place.
  public final void integers(int[] values) {
    for (int index = 0; index < values.length; index++) {
      values[index] = integer(values[index]);
    }
  }

  /// Arrays of bytes, fewer than `bound`.
  public final List<byte[]> arrays(List<byte[]> values, int bound) {
    int count = index(values.size(), bound);
    List<byte[]> found = new ArrayList<>();
    for (int place = 0; place < count; place++) {
      found.add(bytes(isRestoring() ? NOTHING : values.get(place)));
    }
    return found;
  }

  /// One of the constants of an enumeration.
  public final <E extends Enum<E>> E choice(E value) {
    List<E> all = Arrays.asList(value.getDeclaringClass().getEnumConstants());
    return all.get(index(all.indexOf(value), all.size()));
  }

  /// A text.
  public final String text(String value) {
    return new String(bytes(value.getBytes(UTF_8)), UTF_8);
  }

  /// The state of `part`, under a name that has to be the same in the machine restored into.
  public final void part(String name, Stateful part) {
    String found = text(name);
    if (!found.equals(name)) {
      throw new StateException(
          "the saved machine has '%s' where this one has '%s'".formatted(found, name));
    }
    part.exchange(this);
  }
}
