package spool.emulator.isa;

/// Multiplication and division (unprivileged ISA, "M" extension). No operation traps: division by
/// zero and overflow give fixed results.
@Extension(value = "M", common = true)
public final class Rv64M {
  private Rv64M() {}

  /// Multiplies; the lower half of the product.
  @Insn(bits = "0000001 rs2 rs1 000 rd 0110011", asm = "mul rd,rs1,rs2")
  public static long mul(long rs1, long rs2) {
    return rs1 * rs2;
  }

  /// The upper half of the product of two signed numbers.
  @Insn(bits = "0000001 rs2 rs1 001 rd 0110011", asm = "mulh rd,rs1,rs2")
  public static long mulh(long rs1, long rs2) {
    return Math.multiplyHigh(rs1, rs2);
  }

  /// The upper half of the product of a signed and an unsigned number.
  @Insn(bits = "0000001 rs2 rs1 010 rd 0110011", asm = "mulhsu rd,rs1,rs2")
  public static long mulhsu(long rs1, long rs2) {
    return Math.multiplyHigh(rs1, rs2) + (rs1 & (rs2 >> 63));
  }

  /// The upper half of the product of two unsigned numbers.
  @Insn(bits = "0000001 rs2 rs1 011 rd 0110011", asm = "mulhu rd,rs1,rs2")
  public static long mulhu(long rs1, long rs2) {
    return Math.unsignedMultiplyHigh(rs1, rs2);
  }

  /// Divides signed numbers, towards zero. By zero gives -1; the quotient that overflows wraps.
  @Insn(bits = "0000001 rs2 rs1 100 rd 0110011", asm = "div rd,rs1,rs2")
  public static long div(long rs1, long rs2) {
    return rs2 == 0 ? -1 : rs1 / rs2;
  }

  /// Divides unsigned numbers. By zero gives the largest number.
  @Insn(bits = "0000001 rs2 rs1 101 rd 0110011", asm = "divu rd,rs1,rs2")
  public static long divu(long rs1, long rs2) {
    return rs2 == 0 ? -1 : Long.divideUnsigned(rs1, rs2);
  }

  /// The remainder of [#div], with the sign of the dividend. By zero gives the dividend.
  @Insn(bits = "0000001 rs2 rs1 110 rd 0110011", asm = "rem rd,rs1,rs2")
  public static long rem(long rs1, long rs2) {
    return rs2 == 0 ? rs1 : rs1 % rs2;
  }

  /// The remainder of [#divu]. By zero gives the dividend.
  @Insn(bits = "0000001 rs2 rs1 111 rd 0110011", asm = "remu rd,rs1,rs2")
  public static long remu(long rs1, long rs2) {
    return rs2 == 0 ? rs1 : Long.remainderUnsigned(rs1, rs2);
  }

  /// Multiplies, in 32 bits.
  @Insn(bits = "0000001 rs2 rs1 000 rd 0111011", asm = "mulw rd,rs1,rs2")
  public static long mulw(long rs1, long rs2) {
    return (int) (rs1 * rs2);
  }

  /// Divides signed numbers, in 32 bits, as [#div].
  @Insn(bits = "0000001 rs2 rs1 100 rd 0111011", asm = "divw rd,rs1,rs2")
  public static long divw(long rs1, long rs2) {
    return (int) rs2 == 0 ? -1 : (int) rs1 / (int) rs2;
  }

  /// Divides unsigned numbers, in 32 bits, as [#divu].
  @Insn(bits = "0000001 rs2 rs1 101 rd 0111011", asm = "divuw rd,rs1,rs2")
  public static long divuw(long rs1, long rs2) {
    return (int) rs2 == 0 ? -1 : Integer.divideUnsigned((int) rs1, (int) rs2);
  }

  /// The remainder of [#divw].
  @Insn(bits = "0000001 rs2 rs1 110 rd 0111011", asm = "remw rd,rs1,rs2")
  public static long remw(long rs1, long rs2) {
    return (int) rs2 == 0 ? (int) rs1 : (int) rs1 % (int) rs2;
  }

  /// The remainder of [#divuw].
  @Insn(bits = "0000001 rs2 rs1 111 rd 0111011", asm = "remuw rd,rs1,rs2")
  public static long remuw(long rs1, long rs2) {
    return (int) rs2 == 0 ? (int) rs1 : Integer.remainderUnsigned((int) rs1, (int) rs2);
  }
}
