package spool.emulator.exec;

import java.util.Arrays;
import spool.emulator.isa.Decoded;

/// Instructions that lie one after the other, decoded. Execution enters at the first and goes on to
/// the next until a branch is taken or the block ends, which it does after an instruction that
/// never goes on to the next one, at the end of the page, or because it is long. A block is in one
/// page, except for a single instruction that straddles two.
final class Block {
  /// No block.
  static final Block NONE = new Block(new long[0], 0);

  /// The instructions, as [Decoded] describes them, each with its offset from the first.
  final long[] code;

  /// The length of all instructions in bytes.
  final int sizeBytes;

  Block(long[] code, int sizeBytes) {
    this.code = code;
    this.sizeBytes = sizeBytes;
  }

  /// The first `count` instructions, fewer than all.
  Block prefix(int count) {
    return new Block(Arrays.copyOf(code, count), offsetAfter(count - 1));
  }

  /// The offset in bytes of what follows instruction `index`.
  int offsetAfter(int index) {
    return index + 1 < code.length ? Decoded.offset((int) code[index + 1]) : sizeBytes;
  }
}
