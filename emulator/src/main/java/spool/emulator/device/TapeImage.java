package spool.emulator.device;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import spool.emulator.state.Exchange;
import spool.emulator.state.Stateful;

/// A reel of magnetic tape: the bytes of an image in SIMH's `.tap` format, and the place where the
/// head stands.
///
/// The image is understood from its beginning once, as far as it makes sense. The head stands
/// between two items; what is erased, private or describes the tape belongs to the item behind it.
/// Writing erases everything behind the head, as on a real tape, where the next record might begin
/// anywhere.
///
/// Invariant: until something is written the bytes are those that were given, however damaged; and
/// in front of the head everything is whole.
public final class TapeImage implements Stateful {
  /// The longest record that can be written: what every version of SIMH reads.
  public static final int MOST_BYTES = 0xff_ffff;

  /// What a drive can find.
  public enum Kind {
    RECORD,
    /// A record that was read with an error when the image was made.
    BAD_RECORD,
    TAPE_MARK
  }

  /// Something on the tape.
  ///
  /// @param kind what it is
  /// @param offset where it begins in the image
  /// @param length bytes of data, which begin four bytes behind `offset`; 0 for a tape mark
  /// @param end where it ends in the image
  public record Item(Kind kind, int offset, int length, int end) {}

  /// Where the image stops making sense.
  ///
  /// @param offset the first byte that is part of nothing
  /// @param reason what is found there, as the end of a sentence
  public record Damage(int offset, String reason) {}

  private static final int FIRST_BYTES = 4096;

  private final List<Item> items;
  private byte[] bytes;
  private int size;
  private Optional<Damage> damage;
  private int next;
  private boolean isChanged;

  private TapeImage(byte[] bytes) {
    TapeFormat format = TapeFormat.parse(bytes);
    this.bytes = bytes;
    size = bytes.length;
    items = format.items();
    damage = format.damage();
  }

  /// A tape with nothing on it.
  public static TapeImage blank() {
    return new TapeImage(new byte[0]);
  }

  /// The tape whose image is `bytes`. Any bytes are one, possibly damaged.
  public static TapeImage of(byte[] bytes) {
    return new TapeImage(bytes.clone());
  }

  /// The image as it is now.
  public byte[] bytes() {
    return Arrays.copyOf(bytes, size);
  }

  /// Whether anything was written or erased.
  public boolean isChanged() {
    return isChanged;
  }

  /// What is on the tape, in order.
  public List<Item> items() {
    return Collections.unmodifiableList(items);
  }

  /// What is wrong behind the last item.
  public Optional<Damage> damage() {
    return damage;
  }

  /// The data of an item.
  public byte[] data(Item item) {
    int from = item.offset + Integer.BYTES;
    return Arrays.copyOfRange(bytes, from, from + item.length);
  }

  @Override
  public void exchange(Exchange exchange) {
    byte[] found = exchange.bytes(bytes());
    if (exchange.isRestoring()) {
      TapeFormat format = TapeFormat.parse(found);
      bytes = found;
      size = found.length;
      items.clear();
      items.addAll(format.items());
      damage = format.damage();
    }
    next = exchange.index(next, items.size() + 1);
    isChanged = exchange.flag(isChanged);
  }

  // The head

  /// How many items are in front of the head; 0 at the load point.
  public int position() {
    return next;
  }

  /// How many tape marks are in front of the head.
  public int files() {
    return (int) items.subList(0, next).stream().filter(TapeImage::isMark).count();
  }

  /// How many records are between the last tape mark, or the load point, and the head.
  public int blocks() {
    int first = next;
    while (first > 0 && !isMark(items.get(first - 1))) {
      first--;
    }
    return next - first;
  }

  private static boolean isMark(Item item) {
    return item.kind == Kind.TAPE_MARK;
  }

  /// Whether the damaged place is right behind the head.
  public boolean isAtDamage() {
    return next == items.size() && damage.isPresent();
  }

  /// Moves over the next item; without one the head stays at the end of the data or the damage.
  public Optional<Item> forward() {
    return next < items.size() ? Optional.of(items.get(next++)) : Optional.empty();
  }

  /// Moves back over the item in front; without one the head is at the load point.
  public Optional<Item> backward() {
    return next > 0 ? Optional.of(items.get(--next)) : Optional.empty();
  }

  /// Moves to the load point.
  public void rewind() {
    next = 0;
  }

  // Writing

  /// Writes a record of 1 to [#MOST_BYTES] bytes; the head is behind it.
  public void write(byte[] data) {
    if (data.length == 0 || data.length > MOST_BYTES) {
      throw new IllegalArgumentException("a record of " + data.length + " bytes");
    }
    int padded = data.length + (data.length & 1);
    ByteBuffer raw = append(Kind.RECORD, data.length, padded + 2 * Integer.BYTES);
    raw.putInt(data.length).put(data);
    raw.position(Integer.BYTES + padded).putInt(data.length);
  }

  /// Writes a tape mark; the head is behind it.
  public void writeMark() {
    append(Kind.TAPE_MARK, 0, Integer.BYTES).putInt(TapeFormat.TAPE_MARK);
  }

  /// Erases everything behind the head.
  public void erase() {
    size = next == 0 ? 0 : items.get(next - 1).end;
    items.subList(next, items.size()).clear();
    damage = Optional.empty();
    isChanged = true;
  }

  /// Makes room for an item of `total` bytes at the head, and answers a view of them, all zero.
  private ByteBuffer append(Kind kind, int length, int total) {
    erase();
    int offset = size;
    size = Math.addExact(size, total);
    if (size > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size, Math.max(FIRST_BYTES, grown(bytes.length))));
    }
    Arrays.fill(bytes, offset, size, (byte) 0);
    items.add(new Item(kind, offset, length, size));
    next++;
    return ByteBuffer.wrap(bytes, offset, total).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int grown(int capacity) {
    return (int) Math.min(2L * capacity, Integer.MAX_VALUE - 8);
  }
}
