package spool.emulator.isa;

/// The layout of a decoded instruction, which is one `long`:
///
/// | bits | |
/// | --- | --- |
/// | 0 to 8 | number of the [Opcode] |
/// | 9 to 14 | register that is written: `rd`, with [Cpu#SINK] in place of `x0`, or `fd` |
/// | 15 to 19 | `rs1` or `fs1` |
/// | 20 to 24 | `rs2` or `fs2` |
/// | 25 | whether the instruction is four bytes long, not two |
/// | 26 to 31 | offset from the start of its block in halfwords |
/// | 32 to 63 | the immediate, or the other operands side by side |
///
/// Everything that the interpreter needs comes with one load, and a block of instructions is an
/// array without further objects.
public final class Decoded {
  private static final int LONG = 1 << 25;
  private static final int OFFSET_SHIFT = 26;

  private Decoded() {}

  /// The instruction made of these parts, at offset 0, `length` being 16 or 32 bits.
  static long pack(int opcode, int written, int rs1, int rs2, int length, int upper) {
    int low = opcode | (written << 9) | (rs1 << 15) | (rs2 << 20) | (length == 32 ? LONG : 0);
    return ((long) upper << 32) | (low & 0xffff_ffffL);
  }

  /// The same instruction at `offset` bytes, below 128, from the start of its block.
  public static long at(long insn, int offset) {
    return insn | ((offset >>> 1 & 63L) << OFFSET_SHIFT);
  }

  /// The index in [Cpu#x] to write for register `rd`.
  static int destination(int rd) {
    return rd == 0 ? Cpu.SINK : rd;
  }

  /// The number of the [Opcode], from the lower half, as below.
  public static int opcode(int word) {
    return word & 511;
  }

  /// The index of the register that is written.
  public static int rd(int word) {
    return word >>> 9 & 63;
  }

  /// The first source register.
  public static int rs1(int word) {
    return word >>> 15 & 31;
  }

  /// The second source register.
  public static int rs2(int word) {
    return word >>> 20 & 31;
  }

  /// The instruction's length in bytes.
  public static int length(int word) {
    return (word & LONG) == 0 ? 2 : 4;
  }

  /// The instruction's offset in its block in bytes.
  public static int offset(int word) {
    return word >>> OFFSET_SHIFT << 1;
  }

  /// The immediate, sign-extended.
  public static long immediate(long insn) {
    return insn >> 32;
  }

  /// The upper half: an operand other than `imm`, or several.
  public static int upper(long insn) {
    return (int) (insn >>> 32);
  }
}
