package spool.emulator.isa;

/// Conditional operations without branches (unprivileged ISA, "Zicond" extension).
@Extension("Zicond")
public final class Zicond {
  private Zicond() {}

  /// Zero if `rs2` is zero, else `rs1`.
  @Insn(bits = "0000111 rs2 rs1 101 rd 0110011", asm = "czero.eqz rd,rs1,rs2")
  public static long czero_eqz(long rs1, long rs2) {
    return rs2 == 0 ? 0 : rs1;
  }

  /// Zero if `rs2` is not zero, else `rs1`.
  @Insn(bits = "0000111 rs2 rs1 111 rd 0110011", asm = "czero.nez rd,rs1,rs2")
  public static long czero_nez(long rs1, long rs2) {
    return rs2 != 0 ? 0 : rs1;
  }
}
