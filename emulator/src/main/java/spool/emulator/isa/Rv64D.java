package spool.emulator.isa;

import spool.emulator.fp.Binary32;
import spool.emulator.fp.Binary64;

/// Double-precision floating point (unprivileged ISA, "D" extension). The arithmetic is that of
/// [spool.emulator.fp.Binary64]. Everything is illegal while the floating-point unit is off, which
/// [Cpu#rounding] and [Cpu#requireFloatingPoint] check.
@Extension("D")
public final class Rv64D {
  private static final long SIGN = 1L << 63;

  private Rv64D() {}

  /// Loads a number.
  @Insn(bits = "imm[11:0] rs1 011 fd 0000111", asm = "fld fd,imm(rs1)")
  @Compressed(
      bits = "001 imm[5:3] rs1' imm[7:6] fd' 00",
      asm = "c.fld fd,imm(rs1)",
      unsigned = true)
  @Compressed(
      bits = "001 imm[5] fd imm[4:3|8:6] 10",
      asm = "c.fldsp fd,imm(sp)",
      implied = "rs1=2",
      unsigned = true)
  public static long fld(Cpu cpu, DataMemory memory, long rs1, long imm) {
    cpu.requireFloatingPoint();
    return memory.load64(rs1 + imm);
  }

  /// Stores a number.
  @Insn(bits = "imm[11:5] fs2 rs1 011 imm[4:0] 0100111", asm = "fsd fs2,imm(rs1)")
  @Compressed(
      bits = "101 imm[5:3] rs1' imm[7:6] fs2' 00",
      asm = "c.fsd fs2,imm(rs1)",
      unsigned = true)
  @Compressed(
      bits = "101 imm[5:3|8:6] fs2 10",
      asm = "c.fsdsp fs2,imm(sp)",
      implied = "rs1=2",
      unsigned = true)
  public static void fsd(Cpu cpu, DataMemory memory, long rs1, long fs2, long imm) {
    cpu.requireFloatingPoint();
    memory.store64(rs1 + imm, fs2);
  }

  /// `fs1` × `fs2` + `fs3`, rounded once.
  @Insn(bits = "fs3 01 fs2 fs1 rm[2:0] fd 1000011", asm = "fmadd.d fd,fs1,fs2,fs3,rm")
  public static long fmadd_d(Cpu cpu, long fs1, long fs2, long fs3, int rm) {
    return fused(cpu, fs1, fs2, fs3, rm);
  }

  /// `fs1` × `fs2` - `fs3`, rounded once.
  @Insn(bits = "fs3 01 fs2 fs1 rm[2:0] fd 1000111", asm = "fmsub.d fd,fs1,fs2,fs3,rm")
  public static long fmsub_d(Cpu cpu, long fs1, long fs2, long fs3, int rm) {
    return fused(cpu, fs1, fs2, negated(fs3), rm);
  }

  /// -`fs1` × `fs2` + `fs3`, rounded once.
  @Insn(bits = "fs3 01 fs2 fs1 rm[2:0] fd 1001011", asm = "fnmsub.d fd,fs1,fs2,fs3,rm")
  public static long fnmsub_d(Cpu cpu, long fs1, long fs2, long fs3, int rm) {
    return fused(cpu, negated(fs1), fs2, fs3, rm);
  }

  /// -`fs1` × `fs2` - `fs3`, rounded once.
  @Insn(bits = "fs3 01 fs2 fs1 rm[2:0] fd 1001111", asm = "fnmadd.d fd,fs1,fs2,fs3,rm")
  public static long fnmadd_d(Cpu cpu, long fs1, long fs2, long fs3, int rm) {
    return fused(cpu, negated(fs1), fs2, negated(fs3), rm);
  }

  /// Adds.
  @Insn(bits = "0000001 fs2 fs1 rm[2:0] fd 1010011", asm = "fadd.d fd,fs1,fs2,rm")
  public static long fadd_d(Cpu cpu, long fs1, long fs2, int rm) {
    return Binary64.add(fs1, fs2, cpu.rounding(rm), cpu.exceptionFlags);
  }

  /// Subtracts.
  @Insn(bits = "0000101 fs2 fs1 rm[2:0] fd 1010011", asm = "fsub.d fd,fs1,fs2,rm")
  public static long fsub_d(Cpu cpu, long fs1, long fs2, int rm) {
    return Binary64.subtract(fs1, fs2, cpu.rounding(rm), cpu.exceptionFlags);
  }

  /// Multiplies.
  @Insn(bits = "0001001 fs2 fs1 rm[2:0] fd 1010011", asm = "fmul.d fd,fs1,fs2,rm")
  public static long fmul_d(Cpu cpu, long fs1, long fs2, int rm) {
    return Binary64.multiply(fs1, fs2, cpu.rounding(rm), cpu.exceptionFlags);
  }

  /// Divides.
  @Insn(bits = "0001101 fs2 fs1 rm[2:0] fd 1010011", asm = "fdiv.d fd,fs1,fs2,rm")
  public static long fdiv_d(Cpu cpu, long fs1, long fs2, int rm) {
    return Binary64.divide(fs1, fs2, cpu.rounding(rm), cpu.exceptionFlags);
  }

  /// The square root.
  @Insn(bits = "0101101 00000 fs1 rm[2:0] fd 1010011", asm = "fsqrt.d fd,fs1,rm")
  public static long fsqrt_d(Cpu cpu, long fs1, int rm) {
    return Binary64.squareRoot(fs1, cpu.rounding(rm), cpu.exceptionFlags);
  }

  /// `fs1` with the sign of `fs2`.
  @Insn(bits = "0010001 fs2 fs1 000 fd 1010011", asm = "fsgnj.d fd,fs1,fs2")
  public static long fsgnj_d(Cpu cpu, long fs1, long fs2) {
    cpu.requireFloatingPoint();
    return (fs1 & ~SIGN) | (fs2 & SIGN);
  }

  /// `fs1` with the opposite of the sign of `fs2`.
  @Insn(bits = "0010001 fs2 fs1 001 fd 1010011", asm = "fsgnjn.d fd,fs1,fs2")
  public static long fsgnjn_d(Cpu cpu, long fs1, long fs2) {
    cpu.requireFloatingPoint();
    return (fs1 & ~SIGN) | (~fs2 & SIGN);
  }

  /// `fs1` with the exclusive or of both signs.
  @Insn(bits = "0010001 fs2 fs1 010 fd 1010011", asm = "fsgnjx.d fd,fs1,fs2")
  public static long fsgnjx_d(Cpu cpu, long fs1, long fs2) {
    cpu.requireFloatingPoint();
    return fs1 ^ (fs2 & SIGN);
  }

  /// The smaller; a number rather than a NaN.
  @Insn(bits = "0010101 fs2 fs1 000 fd 1010011", asm = "fmin.d fd,fs1,fs2")
  public static long fmin_d(Cpu cpu, long fs1, long fs2) {
    cpu.requireFloatingPoint();
    return Binary64.minimum(fs1, fs2, cpu.exceptionFlags);
  }

  /// The larger; a number rather than a NaN.
  @Insn(bits = "0010101 fs2 fs1 001 fd 1010011", asm = "fmax.d fd,fs1,fs2")
  public static long fmax_d(Cpu cpu, long fs1, long fs2) {
    cpu.requireFloatingPoint();
    return Binary64.maximum(fs1, fs2, cpu.exceptionFlags);
  }

  /// Sets to 1 if equal, else to 0; quiet.
  @Insn(bits = "1010001 fs2 fs1 010 rd 1010011", asm = "feq.d rd,fs1,fs2")
  public static long feq_d(Cpu cpu, long fs1, long fs2) {
    cpu.requireFloatingPoint();
    return Binary64.equal(fs1, fs2, cpu.exceptionFlags) ? 1 : 0;
  }

  /// Sets to 1 if less, else to 0; signaling.
  @Insn(bits = "1010001 fs2 fs1 001 rd 1010011", asm = "flt.d rd,fs1,fs2")
  public static long flt_d(Cpu cpu, long fs1, long fs2) {
    cpu.requireFloatingPoint();
    return Binary64.less(fs1, fs2, cpu.exceptionFlags) ? 1 : 0;
  }

  /// Sets to 1 if less or equal, else to 0; signaling.
  @Insn(bits = "1010001 fs2 fs1 000 rd 1010011", asm = "fle.d rd,fs1,fs2")
  public static long fle_d(Cpu cpu, long fs1, long fs2) {
    cpu.requireFloatingPoint();
    return Binary64.lessOrEqual(fs1, fs2, cpu.exceptionFlags) ? 1 : 0;
  }

  /// The class of a number, one bit of ten.
  @Insn(bits = "1110001 00000 fs1 001 rd 1010011", asm = "fclass.d rd,fs1")
  public static long fclass_d(Cpu cpu, long fs1) {
    cpu.requireFloatingPoint();
    return Binary64.classify(fs1);
  }

  /// Converts to a signed word.
  @Insn(bits = "1100001 00000 fs1 rm[2:0] rd 1010011", asm = "fcvt.w.d rd,fs1,rm")
  public static long fcvt_w_d(Cpu cpu, long fs1, int rm) {
    return Binary64.toInt32(fs1, cpu.rounding(rm), cpu.exceptionFlags);
  }

  /// Converts to an unsigned word, which is then sign-extended.
  @Insn(bits = "1100001 00001 fs1 rm[2:0] rd 1010011", asm = "fcvt.wu.d rd,fs1,rm")
  public static long fcvt_wu_d(Cpu cpu, long fs1, int rm) {
    return Binary64.toUint32(fs1, cpu.rounding(rm), cpu.exceptionFlags);
  }

  /// Converts to a signed doubleword.
  @Insn(bits = "1100001 00010 fs1 rm[2:0] rd 1010011", asm = "fcvt.l.d rd,fs1,rm")
  public static long fcvt_l_d(Cpu cpu, long fs1, int rm) {
    return Binary64.toInt64(fs1, cpu.rounding(rm), cpu.exceptionFlags);
  }

  /// Converts to an unsigned doubleword.
  @Insn(bits = "1100001 00011 fs1 rm[2:0] rd 1010011", asm = "fcvt.lu.d rd,fs1,rm")
  public static long fcvt_lu_d(Cpu cpu, long fs1, int rm) {
    return Binary64.toUint64(fs1, cpu.rounding(rm), cpu.exceptionFlags);
  }

  /// Converts from a signed word, which is exact.
  @Insn(bits = "1101001 00000 rs1 rm[2:0] fd 1010011", asm = "fcvt.d.w fd,rs1")
  public static long fcvt_d_w(Cpu cpu, long rs1, int rm) {
    cpu.rounding(rm);
    return Binary64.fromInt32((int) rs1);
  }

  /// Converts from an unsigned word, which is exact.
  @Insn(bits = "1101001 00001 rs1 rm[2:0] fd 1010011", asm = "fcvt.d.wu fd,rs1")
  public static long fcvt_d_wu(Cpu cpu, long rs1, int rm) {
    cpu.rounding(rm);
    return Binary64.fromUint32((int) rs1);
  }

  /// Converts from a signed doubleword.
  @Insn(bits = "1101001 00010 rs1 rm[2:0] fd 1010011", asm = "fcvt.d.l fd,rs1,rm")
  public static long fcvt_d_l(Cpu cpu, long rs1, int rm) {
    return Binary64.fromInt64(rs1, cpu.rounding(rm), cpu.exceptionFlags);
  }

  /// Converts from an unsigned doubleword.
  @Insn(bits = "1101001 00011 rs1 rm[2:0] fd 1010011", asm = "fcvt.d.lu fd,rs1,rm")
  public static long fcvt_d_lu(Cpu cpu, long rs1, int rm) {
    return Binary64.fromUint64(rs1, cpu.rounding(rm), cpu.exceptionFlags);
  }

  /// Moves the bits.
  @Insn(bits = "1110001 00000 fs1 000 rd 1010011", asm = "fmv.x.d rd,fs1")
  public static long fmv_x_d(Cpu cpu, long fs1) {
    cpu.requireFloatingPoint();
    return fs1;
  }

  /// Moves the bits.
  @Insn(bits = "1111001 00000 rs1 000 fd 1010011", asm = "fmv.d.x fd,rs1")
  public static long fmv_d_x(Cpu cpu, long rs1) {
    cpu.requireFloatingPoint();
    return rs1;
  }

  /// Converts binary64 to binary32.
  @Insn(bits = "0100000 00001 fs1 rm[2:0] fd 1010011", asm = "fcvt.s.d fd,fs1,rm")
  public static long fcvt_s_d(Cpu cpu, long fs1, int rm) {
    return Binary32.box(Binary32.fromBinary64(fs1, cpu.rounding(rm), cpu.exceptionFlags));
  }

  /// Converts binary32 to binary64, which is exact.
  @Insn(bits = "0100001 00000 fs1 rm[2:0] fd 1010011", asm = "fcvt.d.s fd,fs1")
  public static long fcvt_d_s(Cpu cpu, long fs1, int rm) {
    cpu.rounding(rm);
    return Binary64.fromBinary32(Binary32.unbox(fs1), cpu.exceptionFlags);
  }

  private static long fused(Cpu cpu, long a, long b, long c, int rm) {
    return Binary64.fusedMultiplyAdd(a, b, c, cpu.rounding(rm), cpu.exceptionFlags);
  }

  /// The number with its sign changed, by the JVM's negation: its compiler keeps doubles in the
  /// host's floating-point registers for that, and would move them to others to change a bit.
  private static long negated(long register) {
    return Double.doubleToRawLongBits(-Double.longBitsToDouble(register));
  }
}
