package spool.kernel.exec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Builds small riscv64 ELF files: the headers in the first page, then each segment's bytes.
final class TestElf {
  static final int READ = 4;
  static final int WRITE = 2;
  static final int EXECUTE = 1;

  private static final int HEADER_BYTES = 64;
  private static final int ENTRY_BYTES = 56;
  private static final int PAGE = 4096;
  private static final int PT_LOAD = 1;
  private static final int PT_INTERP = 3;
  private static final int PT_GNU_STACK = 0x6474e551;

  private record Header(
      int type, int flags, long offset, long address, long inFile, long inMemory) {}

  private final List<Header> headers = new ArrayList<>();
  private final ByteBuffer bytes = ByteBuffer.allocate(64 * PAGE).order(ByteOrder.LITTLE_ENDIAN);
  private final boolean positionIndependent;
  private final long entry;
  private int end = PAGE;

  TestElf(boolean positionIndependent, long entry) {
    this.positionIndependent = positionIndependent;
    this.entry = entry;
  }

  /// A segment with these bytes, followed by zeros, at an address that it also has modulo the page
  /// size in the file.
  TestElf segment(long address, int flags, byte[] contents, long inMemory) {
    int offset = end + (int) (address % PAGE);
    bytes.put(offset, contents);
    end = (offset + contents.length + PAGE - 1) / PAGE * PAGE;
    return header(PT_LOAD, flags, offset, address, contents.length, inMemory);
  }

  /// A segment with the headers of the file.
  TestElf headersAt(long address) {
    return header(PT_LOAD, READ, 0, address, PAGE, PAGE);
  }

  /// A segment as it is said to be, whether it is or not.
  TestElf claim(long offset, long address, long inFile, long inMemory) {
    return header(PT_LOAD, READ | WRITE, offset, address, inFile, inMemory);
  }

  TestElf interpreter(String path) {
    byte[] text = (path + "\0").getBytes(US_ASCII);
    bytes.put(end, text);
    header(PT_INTERP, READ, end, 0, text.length, text.length);
    end += PAGE;
    return this;
  }

  TestElf executableStack() {
    return header(PT_GNU_STACK, READ | WRITE | EXECUTE, 0, 0, 0, 0);
  }

  private TestElf header(
      int type, int flags, long offset, long address, long inFile, long inMemory) {
    headers.add(new Header(type, flags, offset, address, inFile, inMemory));
    return this;
  }

  byte[] build() {
    bytes.putInt(0, 0x464c457f).put(4, (byte) 2).put(5, (byte) 1).put(6, (byte) 1);
    bytes.putShort(16, (short) (positionIndependent ? 3 : 2)).putShort(18, (short) 243);
    bytes.putInt(20, 1).putLong(24, entry).putLong(32, HEADER_BYTES);
    bytes.putShort(52, (short) HEADER_BYTES).putShort(54, (short) ENTRY_BYTES);
    bytes.putShort(56, (short) headers.size());
    int at = HEADER_BYTES;
    for (Header header : headers) {
      bytes.putInt(at, header.type).putInt(at + 4, header.flags).putLong(at + 8, header.offset);
      bytes.putLong(at + 16, header.address).putLong(at + 24, header.address);
      bytes.putLong(at + 32, header.inFile).putLong(at + 40, header.inMemory);
      at += ENTRY_BYTES;
    }
    byte[] file = new byte[end];
    bytes.get(0, file);
    return file;
  }
}
