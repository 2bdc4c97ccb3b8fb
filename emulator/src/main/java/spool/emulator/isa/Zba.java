package spool.emulator.isa;

/// Address generation (unprivileged ISA, "Zba" extension).
@Extension("Zba")
public final class Zba {
  private Zba() {}

  /// Adds the lower 32 bits of `rs1`, zero-extended.
  @Insn(bits = "0000100 rs2 rs1 000 rd 0111011", asm = "add.uw rd,rs1,rs2")
  public static long add_uw(long rs1, long rs2) {
    return rs2 + Integer.toUnsignedLong((int) rs1);
  }

  /// Adds `rs1`, times 2.
  @Insn(bits = "0010000 rs2 rs1 010 rd 0110011", asm = "sh1add rd,rs1,rs2")
  public static long sh1add(long rs1, long rs2) {
    return rs2 + (rs1 << 1);
  }

  /// Adds `rs1`, times 4.
  @Insn(bits = "0010000 rs2 rs1 100 rd 0110011", asm = "sh2add rd,rs1,rs2")
  public static long sh2add(long rs1, long rs2) {
    return rs2 + (rs1 << 2);
  }

  /// Adds `rs1`, times 8.
  @Insn(bits = "0010000 rs2 rs1 110 rd 0110011", asm = "sh3add rd,rs1,rs2")
  public static long sh3add(long rs1, long rs2) {
    return rs2 + (rs1 << 3);
  }

  /// Adds the lower 32 bits of `rs1`, zero-extended, times 2.
  @Insn(bits = "0010000 rs2 rs1 010 rd 0111011", asm = "sh1add.uw rd,rs1,rs2")
  public static long sh1add_uw(long rs1, long rs2) {
    return rs2 + (Integer.toUnsignedLong((int) rs1) << 1);
  }

  /// Adds the lower 32 bits of `rs1`, zero-extended, times 4.
  @Insn(bits = "0010000 rs2 rs1 100 rd 0111011", asm = "sh2add.uw rd,rs1,rs2")
  public static long sh2add_uw(long rs1, long rs2) {
    return rs2 + (Integer.toUnsignedLong((int) rs1) << 2);
  }

  /// Adds the lower 32 bits of `rs1`, zero-extended, times 8.
  @Insn(bits = "0010000 rs2 rs1 110 rd 0111011", asm = "sh3add.uw rd,rs1,rs2")
  public static long sh3add_uw(long rs1, long rs2) {
    return rs2 + (Integer.toUnsignedLong((int) rs1) << 3);
  }

  /// Shifts the lower 32 bits of `rs1`, zero-extended, left.
  @Insn(bits = "000010 shamt[5:0] rs1 001 rd 0011011", asm = "slli.uw rd,rs1,shamt")
  public static long slli_uw(long rs1, int shamt) {
    return Integer.toUnsignedLong((int) rs1) << shamt;
  }
}
