package spool.emulator.isa;

/// Single bits (unprivileged ISA, "Zbs" extension), numbered by the lower six bits of `rs2` or an
/// immediate.
@Extension("Zbs")
public final class Zbs {
  private Zbs() {}

  /// Clears the bit that `rs2` numbers.
  @Insn(bits = "0100100 rs2 rs1 001 rd 0110011", asm = "bclr rd,rs1,rs2")
  public static long bclr(long rs1, long rs2) {
    return rs1 & ~(1L << rs2);
  }

  /// Clears the bit that the immediate numbers.
  @Insn(bits = "010010 shamt[5:0] rs1 001 rd 0010011", asm = "bclri rd,rs1,shamt")
  public static long bclri(long rs1, int shamt) {
    return rs1 & ~(1L << shamt);
  }

  /// Inverts the bit that `rs2` numbers.
  @Insn(bits = "0110100 rs2 rs1 001 rd 0110011", asm = "binv rd,rs1,rs2")
  public static long binv(long rs1, long rs2) {
    return rs1 ^ (1L << rs2);
  }

  /// Inverts the bit that the immediate numbers.
  @Insn(bits = "011010 shamt[5:0] rs1 001 rd 0010011", asm = "binvi rd,rs1,shamt")
  public static long binvi(long rs1, int shamt) {
    return rs1 ^ (1L << shamt);
  }

  /// Sets the bit that `rs2` numbers.
  @Insn(bits = "0010100 rs2 rs1 001 rd 0110011", asm = "bset rd,rs1,rs2")
  public static long bset(long rs1, long rs2) {
    return rs1 | (1L << rs2);
  }

  /// Sets the bit that the immediate numbers.
  @Insn(bits = "001010 shamt[5:0] rs1 001 rd 0010011", asm = "bseti rd,rs1,shamt")
  public static long bseti(long rs1, int shamt) {
    return rs1 | (1L << shamt);
  }

  /// Extracts the bit that `rs2` numbers.
  @Insn(bits = "0100100 rs2 rs1 101 rd 0110011", asm = "bext rd,rs1,rs2")
  public static long bext(long rs1, long rs2) {
    return rs1 >>> rs2 & 1;
  }

  /// Extracts the bit that the immediate numbers.
  @Insn(bits = "010010 shamt[5:0] rs1 101 rd 0010011", asm = "bexti rd,rs1,shamt")
  public static long bexti(long rs1, int shamt) {
    return rs1 >>> shamt & 1;
  }
}
