package spool.emulator.debug;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/// Makes packets, and what stands in them. In texts of packets each character is a byte.
final class Packets {
  private static final HexFormat HEX = HexFormat.of();
  private static final int CHANGED = 0x20;

  private Packets() {}

  /// The packet with `text`, as [PacketReader] has it.
  static byte[] packet(String text) {
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    int sum = 0;
    packet.write('$');
    for (byte each : escape(text).getBytes(ISO_8859_1)) {
      packet.write(each);
      sum += each;
    }
    packet.write('#');
    packet.writeBytes(HEX.toHexDigits((byte) sum).getBytes(ISO_8859_1));
    return packet.toByteArray();
  }

  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      char each = text.charAt(at);
      if (each == '$' || each == '#' || each == '}' || each == '*') {
        escaped.append('}').append((char) (each ^ CHANGED));
      } else {
        escaped.append(each);
      }
    }
    return escaped.toString();
  }

  /// A number without leading zeros.
  static String number(long value) {
    return Long.toHexString(value);
  }

  /// Bytes, two digits each.
  static String bytes(byte[] bytes) {
    return HEX.formatHex(bytes);
  }

  /// The characters of `text`, two digits each.
  static String hidden(String text) {
    return bytes(text.getBytes(ISO_8859_1));
  }

  /// The low `size` bytes of `value` in the order of a little-endian memory.
  static String register(long value, int size) {
    StringBuilder digits = new StringBuilder();
    for (int at = 0; at < size; at++) {
      digits.append(HEX.toHexDigits((byte) (value >>> (Byte.SIZE * at))));
    }
    return digits.toString();
  }

  /// The part of `text` that a request for `length` bytes from `offset` on gets, with the letter
  /// that says whether more follow.
  static String part(String text, long offset, long length) {
    int from = Math.clamp(offset, 0, text.length());
    int to = from + Math.clamp(length, 0, text.length() - from);
    return (to == text.length() ? "l" : "m") + text.substring(from, to);
  }
}
