package spool.kernel.trap;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A static riscv64 program of one page: what it does is played by a test.
final class TinyElf {
  /// Where it begins.
  static final long ENTRY = 0x1_0000 + 0x78;

  private static final int HEADER = 64;
  private static final int PROGRAM_HEADER = 56;
  private static final int BYTES = 4096;

  private TinyElf() {}

  static byte[] bytes() {
    ByteBuffer elf = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
    elf.putShort((short) 2).putShort((short) 243).putInt(1).putLong(ENTRY);
    elf.putLong(HEADER).putLong(0).putInt(0x5);
    elf.putShort((short) HEADER).putShort((short) PROGRAM_HEADER).putShort((short) 1);
    elf.putShort((short) 0).putShort((short) 0).putShort((short) 0);
    elf.putInt(1).putInt(7).putLong(0).putLong(0x1_0000).putLong(0x1_0000);
    elf.putLong(BYTES).putLong(BYTES).putLong(BYTES);
    return elf.array();
  }
}
