package spool.emulator.device;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the `.tap` format of SIMH ("SIMH Magtape Representation and Handling", Bob Supnik, 17
/// January 2022).
///
/// A tape is a series of objects that each begin with a little-endian word of 32 bits. Its upper
/// four bits are the class, the rest is a value. A data record has its length as the value, then
/// the data, padded to an even number of bytes, and the same word again. Class 0 is good data, and
/// a tape mark if all is zero; class 8 is data that was read with an error; 1 to 6 are private
/// records, 9 to D reserved ones and E describes the tape, all of which a drive does not see. The
/// markers, words of class 7 and F, are private or reserved and not seen either, except for the end
/// of the medium. The word fffeffff is half of a gap that a record's erasure left.
final class TapeFormat {
  /// The end of what is recorded.
  static final int END_OF_MEDIUM = 0xffff_ffff;

  /// A tape mark.
  static final int TAPE_MARK = 0;

  private static final int HALF_GAP = 0xfffe_ffff;
  private static final int CLASS_SHIFT = 28;
  private static final int LENGTH = 0x0fff_ffff;
  private static final int GOOD = 0;
  private static final int PRIVATE_MARKER = 7;
  private static final int BAD = 8;
  private static final int RESERVED_MARKER = 15;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final List<TapeImage.Item> items = new ArrayList<>();
  private int position;
  private TapeImage.@Nullable Damage damage;

  private TapeFormat(byte[] bytes) {
    this.bytes = bytes;
  }

  /// What `bytes` hold, up to the first thing that is wrong.
  static TapeFormat parse(byte[] bytes) {
    TapeFormat format = new TapeFormat(bytes);
    boolean more = true;
    while (more && format.remaining() >= Integer.BYTES) {
      more = format.step();
    }
    if (more && format.remaining() > 0) {
      format.fail("%d bytes that are no record".formatted(format.remaining()));
    }
    return format;
  }

  /// What a drive sees, in order.
  List<TapeImage.Item> items() {
    return items;
  }

  /// What is wrong behind the last item.
  Optional<TapeImage.Damage> damage() {
    return Optional.ofNullable(damage);
  }

  private int word(int offset) {
    return (int) WORD.get(bytes, offset);
  }

  private int remaining() {
    return bytes.length - position;
  }

  /// Passes one object, and says whether there can be another.
  private boolean step() {
    int word = word(position);
    switch (word) {
      case END_OF_MEDIUM -> {
        return false;
      }
      case TAPE_MARK -> add(TapeImage.Kind.TAPE_MARK, 0, position + Integer.BYTES);
      case HALF_GAP -> position += Short.BYTES;
      default -> {
        return switch (word >>> CLASS_SHIFT) {
          case PRIVATE_MARKER, RESERVED_MARKER -> skipMarker();
          default -> record(word);
        };
      }
    }
    return true;
  }

  private boolean skipMarker() {
    position += Integer.BYTES;
    return true;
  }

  private boolean record(int word) {
    int length = word & LENGTH;
    int padded = length + (length & 1);
    int data = position + Integer.BYTES;
    if (padded > bytes.length - data - Integer.BYTES) {
      return fail(
          "a record of %d bytes of which %d are there"
              .formatted(length, Math.min(length, bytes.length - data)));
    }
    int trailer = word(data + padded);
    if (trailer != word) {
      return fail(
          "a record whose lengths differ, %d before and %d behind"
              .formatted(length, Integer.toUnsignedLong(trailer)));
    }
    int end = data + padded + Integer.BYTES;
    switch (word >>> CLASS_SHIFT) {
      case GOOD -> add(TapeImage.Kind.RECORD, length, end);
      case BAD -> add(TapeImage.Kind.BAD_RECORD, length, end);
      default -> position = end;
    }
    return true;
  }

  private void add(TapeImage.Kind kind, int length, int end) {
    items.add(new TapeImage.Item(kind, position, length, end));
    position = end;
  }

  private boolean fail(String reason) {
    damage = new TapeImage.Damage(position, reason);
    return false;
  }
}
