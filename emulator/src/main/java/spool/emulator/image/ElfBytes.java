package spool.emulator.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Reads pieces of a file that claims to be an ELF, none of them beyond its end.
final class ElfBytes {
  private final ByteSource source;

  ElfBytes(ByteSource source) {
    this.source = source;
  }

  long length() {
    return source.length();
  }

  /// Whether `count` bytes from `position` on, both unsigned, are inside the file.
  boolean contains(long position, long count) {
    return count >= 0 && position >= 0 && position <= length() - count;
  }

  /// The `count` bytes from `position` on, which belong to `what`.
  ByteBuffer read(long position, long count, String what) throws ElfException {
    if (!contains(position, count)) {
      throw new ElfException(
          "truncated: %s at offset 0x%x needs %s bytes, the file has %d"
              .formatted(what, position, Long.toUnsignedString(count), length()));
    }
    if (count > Integer.MAX_VALUE - Long.BYTES) {
      throw new ElfException("%s of %d bytes is too large".formatted(what, count));
    }
    byte[] bytes = new byte[(int) count];
    source.read(position, bytes, 0, bytes.length);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// The text at `offset` of `strings`, up to its NUL, and no more than its first `most` bytes.
  static String text(ByteBuffer strings, int offset, int most, String what) throws ElfException {
    int end = offset;
    while (end >= 0 && end < strings.limit() && strings.get(end) != 0 && end - offset < most) {
      end++;
    }
    if (end < 0 || end >= strings.limit()) {
      throw new ElfException("%s does not end in NUL".formatted(what));
    }
    byte[] text = new byte[end - offset];
    strings.get(offset, text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
