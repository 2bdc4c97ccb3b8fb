package spool.emulator.isa;

/// Encodes instructions from their operands, by [Reference].
public final class Assembler {
  private Assembler() {}

  /// An instruction with up to three registers, and 0 in every other field.
  public static int r(String name, int rd, int rs1, int rs2) {
    return Reference.row(name).match() | rd << 7 | rs1 << 15 | rs2 << 20;
  }

  /// An instruction with an immediate (or CSR number, or shift amount) in its upper twelve bits.
  public static int i(String name, int rd, int rs1, int imm) {
    return Reference.row(name).match() | rd << 7 | rs1 << 15 | imm << 20;
  }

  /// A store.
  public static int s(String name, int rs2, int rs1, int imm) {
    return r(name, imm & 31, rs1, rs2) | imm >> 5 << 25;
  }

  /// A branch.
  public static int b(String name, int rs1, int rs2, int offset) {
    int low = (offset >> 1 & 15) << 8 | (offset >> 11 & 1) << 7;
    return r(name, 0, rs1, rs2) | low | (offset >> 12 & 1) << 31 | (offset >> 5 & 63) << 25;
  }

  /// `lui` or `auipc`, from the upper 20 bits.
  public static int u(String name, int rd, int upper) {
    return Reference.row(name).match() | rd << 7 | upper << 12;
  }

  /// `jal`.
  public static int jal(int rd, int offset) {
    int low = (offset >> 12 & 255) << 12 | (offset >> 11 & 1) << 20;
    int high = (offset >> 1 & 1023) << 21 | (offset >> 20 & 1) << 31;
    return Reference.row("jal").match() | rd << 7 | low | high;
  }
}
