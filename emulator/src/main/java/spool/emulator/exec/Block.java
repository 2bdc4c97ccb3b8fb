package spool.emulator.exec;

import java.util.Arrays;
import spool.emulator.isa.Decoded;

/// Instructions that are executed one after the other, decoded. Only the last one may go elsewhere
/// than to its successor; all lie in one page, except for a single instruction that straddles two.
final class Block {
  /// No block.
  static final Block NONE = new Block(new long[0]);

  /// The instructions, as [Decoded] describes them, each with its offset from the first.
  final long[] code;

  /// The length of all instructions in bytes.
  final int sizeBytes;

  Block(long[] code) {
    this.code = code;
    this.sizeBytes = code.length == 0 ? 0 : end((int) code[code.length - 1]);
  }

  /// The first `count` instructions.
  Block prefix(int count) {
    return new Block(Arrays.copyOf(code, count));
  }

  private static int end(int word) {
    return Decoded.offset(word) + Decoded.length(word);
  }
}
