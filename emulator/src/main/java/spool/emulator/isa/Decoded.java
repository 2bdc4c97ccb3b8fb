package spool.emulator.isa;

/// The layout of a decoded instruction, which is one `long`:
///
/// | bits | |
/// | --- | --- |
/// | 0 to 7 | number of the [Opcode] |
/// | 8 to 13 | register that is written: `rd`, with [Cpu#SINK] in place of `x0`, or `fd` |
/// | 14 to 19 | `rs1` or `fs1` |
/// | 20 to 25 | `rs2` or `fs2` |
/// | 26 to 31 | offset from the start of its block in halfwords |
/// | 32 to 63 | the immediate, or the other operands side by side |
///
/// Everything that the interpreter needs comes with one load, and a block of instructions is an
/// array without further objects. Register fields have six bits because that is the length of
/// [Cpu#x]: a JVM that sees a field masked by the array's length less one checks no bounds.
public final class Decoded {
  /// Where the fields of registers begin.
  public static final int RD = 8;

  /// See [#RD].
  public static final int RS1 = 14;

  /// See [#RD].
  public static final int RS2 = 20;

  private static final int OFFSET = 26;

  private Decoded() {}

  /// The instruction made of these parts, at offset 0.
  static long pack(int opcode, int written, int rs1, int rs2, int upper) {
    int low = opcode | (written << RD) | (rs1 << RS1) | (rs2 << RS2);
    return ((long) upper << 32) | (low & 0xffff_ffffL);
  }

  /// The same instruction at `offset` bytes, below 128, from the start of its block.
  public static long at(long insn, int offset) {
    return insn | ((offset >>> 1 & 63L) << OFFSET);
  }

  /// The index in [Cpu#x] to write for register `rd`.
  static int destination(int rd) {
    return rd == 0 ? Cpu.SINK : rd;
  }

  /// The number of the [Opcode], from the lower half, as below.
  public static int opcode(int word) {
    return word & 255;
  }

  /// The index of the register that is written.
  public static int rd(int word) {
    return word >>> RD & 63;
  }

  /// The first source register.
  public static int rs1(int word) {
    return word >>> RS1 & 31;
  }

  /// The second source register.
  public static int rs2(int word) {
    return word >>> RS2 & 31;
  }

  /// The instruction's offset in its block in bytes.
  public static int offset(int word) {
    return word >>> OFFSET << 1;
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
