package spool.emulator.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// A small valid program, laid out by hand, whose fields tests then spoil.
///
/// Two segments (code at 0x10000, data at 0x11100 with zeros behind it), an interpreter, and a
/// symbol table with `_start`, `main`, the object `counter`, a mapping symbol and an undefined one.
final class ElfImage {
  static final int PROGRAM_HEADERS = 64;
  static final int CODE = PROGRAM_HEADERS;
  static final int DATA = CODE + 56;
  static final int INTERPRETER = DATA + 56;
  private static final int PATH = 0x100;
  private static final int SYMBOLS = 0x120;
  private static final int NAMES = 0x1c0;
  static final int SECTION_HEADERS = 0x200;
  private static final int LENGTH = SECTION_HEADERS + 3 * 64;
  private static final String PATH_BYTES = "/lib/ld-spool\0";
  private static final String NAME_BYTES = "\0_start\0main\0counter\0$x\0other\0";

  private final ByteBuffer bytes = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);

  ElfImage() {
    header();
    programHeader(CODE, 1, 5, 0, 0x10000, 0x100, 0x100);
    programHeader(DATA, 1, 6, 0x100, 0x11100, 0x10, 0x40);
    programHeader(INTERPRETER, 3, 4, PATH, 0, PATH_BYTES.length(), PATH_BYTES.length());
    text(PATH, PATH_BYTES);
    text(NAMES, NAME_BYTES);
    symbol(1, 1, 0x12, 1, 0x10000, 0);
    symbol(2, 8, 0x12, 1, 0x10020, 0x10);
    symbol(3, 13, 0x11, 1, 0x11100, 8);
    symbol(4, 21, 0x00, 1, 0x10024, 0);
    symbol(5, 24, 0x12, 0, 0, 0);
    section(1, 2, SYMBOLS, 6 * 24, 2);
    section(2, 3, NAMES, NAME_BYTES.length(), 0);
  }

  private void header() {
    text(0, "\u007fELF\u0002\u0001\u0001");
    put(16, 2, 2);
    put(18, 2, 243);
    put(24, 8, 0x10000);
    put(32, 8, PROGRAM_HEADERS);
    put(40, 8, SECTION_HEADERS);
    put(54, 2, 56);
    put(56, 2, 3);
    put(58, 2, 64);
    put(60, 2, 3);
  }

  private void programHeader(
      int at, int type, int flags, long offset, long address, long inFile, long inMemory) {
    put(at, 4, type);
    put(at + 4, 4, flags);
    put(at + 8, 8, offset);
    put(at + 16, 8, address);
    put(at + 24, 8, address + 0x8000_0000L - 0x10000);
    put(at + 32, 8, inFile);
    put(at + 40, 8, inMemory);
  }

  private void symbol(int index, int name, int info, int section, long address, long size) {
    int at = SYMBOLS + index * 24;
    put(at, 4, name);
    put(at + 4, 1, info);
    put(at + 6, 2, section);
    put(at + 8, 8, address);
    put(at + 16, 8, size);
  }

  private void section(int index, int type, long offset, long length, int link) {
    int at = SECTION_HEADERS + index * 64;
    put(at + 4, 4, type);
    put(at + 24, 8, offset);
    put(at + 32, 8, length);
    put(at + 40, 4, link);
  }

  private void text(int at, String text) {
    bytes.put(at, text.getBytes(StandardCharsets.US_ASCII));
  }

  /// Stores the low `size` bytes of `value`.
  ElfImage put(int at, int size, long value) {
    for (int index = 0; index < size; index++) {
      bytes.put(at + index, (byte) (value >>> (index * Byte.SIZE)));
    }
    return this;
  }

  byte[] bytes() {
    byte[] copy = new byte[LENGTH];
    bytes.get(0, copy);
    return copy;
  }

  ElfFile parse() throws ElfException {
    return ElfFile.parse(ByteSource.of(bytes()));
  }
}
