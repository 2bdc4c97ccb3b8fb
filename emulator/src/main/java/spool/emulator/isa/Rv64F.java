package spool.emulator.isa;

import spool.emulator.fp.Binary32;

/// Single-precision floating point (unprivileged ISA, "F" extension). The arithmetic is that of
/// [spool.emulator.fp.Binary32], on the lower halves of NaN-boxed registers. Everything is illegal
/// while the floating-point unit is off, which [Cpu#rounding] and [Cpu#requireFloatingPoint] check.
@Extension("F")
public final class Rv64F {
  private static final int SIGN = 1 << 31;

  private Rv64F() {}

  /// Loads a number.
  @Insn(bits = "imm[11:0] rs1 010 fd 0000111", asm = "flw fd,imm(rs1)")
  public static long flw(Cpu cpu, DataMemory memory, long rs1, long imm) {
    cpu.requireFloatingPoint();
    return Binary32.box(memory.load32(rs1 + imm));
  }

  /// Stores a number, the lower half of the register whatever the upper one is.
  @Insn(bits = "imm[11:5] fs2 rs1 010 imm[4:0] 0100111", asm = "fsw fs2,imm(rs1)")
  public static void fsw(Cpu cpu, DataMemory memory, long rs1, long fs2, long imm) {
    cpu.requireFloatingPoint();
    memory.store32(rs1 + imm, (int) fs2);
  }

  /// `fs1` × `fs2` + `fs3`, rounded once.
  @Insn(bits = "fs3 00 fs2 fs1 rm[2:0] fd 1000011", asm = "fmadd.s fd,fs1,fs2,fs3,rm")
  public static long fmadd_s(Cpu cpu, long fs1, long fs2, long fs3, int rm) {
    return fused(cpu, fs1, fs2, fs3, rm);
  }

  /// `fs1` × `fs2` - `fs3`, rounded once.
  @Insn(bits = "fs3 00 fs2 fs1 rm[2:0] fd 1000111", asm = "fmsub.s fd,fs1,fs2,fs3,rm")
  public static long fmsub_s(Cpu cpu, long fs1, long fs2, long fs3, int rm) {
    return fused(cpu, fs1, fs2, negated(fs3), rm);
  }

  /// -`fs1` × `fs2` + `fs3`, rounded once.
  @Insn(bits = "fs3 00 fs2 fs1 rm[2:0] fd 1001011", asm = "fnmsub.s fd,fs1,fs2,fs3,rm")
  public static long fnmsub_s(Cpu cpu, long fs1, long fs2, long fs3, int rm) {
    return fused(cpu, negated(fs1), fs2, fs3, rm);
  }

  /// -`fs1` × `fs2` - `fs3`, rounded once.
  @Insn(bits = "fs3 00 fs2 fs1 rm[2:0] fd 1001111", asm = "fnmadd.s fd,fs1,fs2,fs3,rm")
  public static long fnmadd_s(Cpu cpu, long fs1, long fs2, long fs3, int rm) {
    return fused(cpu, negated(fs1), fs2, negated(fs3), rm);
  }

  /// Adds.
  @Insn(bits = "0000000 fs2 fs1 rm[2:0] fd 1010011", asm = "fadd.s fd,fs1,fs2,rm")
  public static long fadd_s(Cpu cpu, long fs1, long fs2, int rm) {
    return Binary32.box(
        Binary32.add(
            Binary32.unbox(fs1), Binary32.unbox(fs2), cpu.rounding(rm), cpu.exceptionFlags));
  }

  /// Subtracts.
  @Insn(bits = "0000100 fs2 fs1 rm[2:0] fd 1010011", asm = "fsub.s fd,fs1,fs2,rm")
  public static long fsub_s(Cpu cpu, long fs1, long fs2, int rm) {
    return Binary32.box(
        Binary32.subtract(
            Binary32.unbox(fs1), Binary32.unbox(fs2), cpu.rounding(rm), cpu.exceptionFlags));
  }

  /// Multiplies.
  @Insn(bits = "0001000 fs2 fs1 rm[2:0] fd 1010011", asm = "fmul.s fd,fs1,fs2,rm")
  public static long fmul_s(Cpu cpu, long fs1, long fs2, int rm) {
    return Binary32.box(
        Binary32.multiply(
            Binary32.unbox(fs1), Binary32.unbox(fs2), cpu.rounding(rm), cpu.exceptionFlags));
  }

  /// Divides.
  @Insn(bits = "0001100 fs2 fs1 rm[2:0] fd 1010011", asm = "fdiv.s fd,fs1,fs2,rm")
  public static long fdiv_s(Cpu cpu, long fs1, long fs2, int rm) {
    return Binary32.box(
        Binary32.divide(
            Binary32.unbox(fs1), Binary32.unbox(fs2), cpu.rounding(rm), cpu.exceptionFlags));
  }

  /// The square root.
  @Insn(bits = "0101100 00000 fs1 rm[2:0] fd 1010011", asm = "fsqrt.s fd,fs1,rm")
  public static long fsqrt_s(Cpu cpu, long fs1, int rm) {
    return Binary32.box(
        Binary32.squareRoot(Binary32.unbox(fs1), cpu.rounding(rm), cpu.exceptionFlags));
  }

  /// `fs1` with the sign of `fs2`.
  @Insn(bits = "0010000 fs2 fs1 000 fd 1010011", asm = "fsgnj.s fd,fs1,fs2")
  public static long fsgnj_s(Cpu cpu, long fs1, long fs2) {
    cpu.requireFloatingPoint();
    return Binary32.box((Binary32.unbox(fs1) & ~SIGN) | (Binary32.unbox(fs2) & SIGN));
  }

  /// `fs1` with the opposite of the sign of `fs2`.
  @Insn(bits = "0010000 fs2 fs1 001 fd 1010011", asm = "fsgnjn.s fd,fs1,fs2")
  public static long fsgnjn_s(Cpu cpu, long fs1, long fs2) {
    cpu.requireFloatingPoint();
    return Binary32.box((Binary32.unbox(fs1) & ~SIGN) | (~Binary32.unbox(fs2) & SIGN));
  }

  /// `fs1` with the exclusive or of both signs.
  @Insn(bits = "0010000 fs2 fs1 010 fd 1010011", asm = "fsgnjx.s fd,fs1,fs2")
  public static long fsgnjx_s(Cpu cpu, long fs1, long fs2) {
    cpu.requireFloatingPoint();
    return Binary32.box(Binary32.unbox(fs1) ^ (Binary32.unbox(fs2) & SIGN));
  }

  /// The smaller; a number rather than a NaN.
  @Insn(bits = "0010100 fs2 fs1 000 fd 1010011", asm = "fmin.s fd,fs1,fs2")
  public static long fmin_s(Cpu cpu, long fs1, long fs2) {
    cpu.requireFloatingPoint();
    return Binary32.box(
        Binary32.minimum(Binary32.unbox(fs1), Binary32.unbox(fs2), cpu.exceptionFlags));
  }

  /// The larger; a number rather than a NaN.
  @Insn(bits = "0010100 fs2 fs1 001 fd 1010011", asm = "fmax.s fd,fs1,fs2")
  public static long fmax_s(Cpu cpu, long fs1, long fs2) {
    cpu.requireFloatingPoint();
    return Binary32.box(
        Binary32.maximum(Binary32.unbox(fs1), Binary32.unbox(fs2), cpu.exceptionFlags));
  }

  /// Sets to 1 if equal, else to 0; quiet.
  @Insn(bits = "1010000 fs2 fs1 010 rd 1010011", asm = "feq.s rd,fs1,fs2")
  public static long feq_s(Cpu cpu, long fs1, long fs2) {
    cpu.requireFloatingPoint();
    return Binary32.equal(Binary32.unbox(fs1), Binary32.unbox(fs2), cpu.exceptionFlags) ? 1 : 0;
  }

  /// Sets to 1 if less, else to 0; signaling.
  @Insn(bits = "1010000 fs2 fs1 001 rd 1010011", asm = "flt.s rd,fs1,fs2")
  public static long flt_s(Cpu cpu, long fs1, long fs2) {
    cpu.requireFloatingPoint();
    return Binary32.less(Binary32.unbox(fs1), Binary32.unbox(fs2), cpu.exceptionFlags) ? 1 : 0;
  }

  /// Sets to 1 if less or equal, else to 0; signaling.
  @Insn(bits = "1010000 fs2 fs1 000 rd 1010011", asm = "fle.s rd,fs1,fs2")
  public static long fle_s(Cpu cpu, long fs1, long fs2) {
    cpu.requireFloatingPoint();
    return Binary32.lessOrEqual(Binary32.unbox(fs1), Binary32.unbox(fs2), cpu.exceptionFlags)
        ? 1
        : 0;
  }

  /// The class of a number, one bit of ten.
  @Insn(bits = "1110000 00000 fs1 001 rd 1010011", asm = "fclass.s rd,fs1")
  public static long fclass_s(Cpu cpu, long fs1) {
    cpu.requireFloatingPoint();
    return Binary32.classify(Binary32.unbox(fs1));
  }

  /// Converts to a signed word.
  @Insn(bits = "1100000 00000 fs1 rm[2:0] rd 1010011", asm = "fcvt.w.s rd,fs1,rm")
  public static long fcvt_w_s(Cpu cpu, long fs1, int rm) {
    return Binary32.toInt32(Binary32.unbox(fs1), cpu.rounding(rm), cpu.exceptionFlags);
  }

  /// Converts to an unsigned word, which is then sign-extended.
  @Insn(bits = "1100000 00001 fs1 rm[2:0] rd 1010011", asm = "fcvt.wu.s rd,fs1,rm")
  public static long fcvt_wu_s(Cpu cpu, long fs1, int rm) {
    return Binary32.toUint32(Binary32.unbox(fs1), cpu.rounding(rm), cpu.exceptionFlags);
  }

  /// Converts to a signed doubleword.
  @Insn(bits = "1100000 00010 fs1 rm[2:0] rd 1010011", asm = "fcvt.l.s rd,fs1,rm")
  public static long fcvt_l_s(Cpu cpu, long fs1, int rm) {
    return Binary32.toInt64(Binary32.unbox(fs1), cpu.rounding(rm), cpu.exceptionFlags);
  }

  /// Converts to an unsigned doubleword.
  @Insn(bits = "1100000 00011 fs1 rm[2:0] rd 1010011", asm = "fcvt.lu.s rd,fs1,rm")
  public static long fcvt_lu_s(Cpu cpu, long fs1, int rm) {
    return Binary32.toUint64(Binary32.unbox(fs1), cpu.rounding(rm), cpu.exceptionFlags);
  }

  /// Converts from a signed word.
  @Insn(bits = "1101000 00000 rs1 rm[2:0] fd 1010011", asm = "fcvt.s.w fd,rs1,rm")
  public static long fcvt_s_w(Cpu cpu, long rs1, int rm) {
    return Binary32.box(Binary32.fromInt32((int) rs1, cpu.rounding(rm), cpu.exceptionFlags));
  }

  /// Converts from an unsigned word.
  @Insn(bits = "1101000 00001 rs1 rm[2:0] fd 1010011", asm = "fcvt.s.wu fd,rs1,rm")
  public static long fcvt_s_wu(Cpu cpu, long rs1, int rm) {
    return Binary32.box(Binary32.fromUint32((int) rs1, cpu.rounding(rm), cpu.exceptionFlags));
  }

  /// Converts from a signed doubleword.
  @Insn(bits = "1101000 00010 rs1 rm[2:0] fd 1010011", asm = "fcvt.s.l fd,rs1,rm")
  public static long fcvt_s_l(Cpu cpu, long rs1, int rm) {
    return Binary32.box(Binary32.fromInt64(rs1, cpu.rounding(rm), cpu.exceptionFlags));
  }

  /// Converts from an unsigned doubleword.
  @Insn(bits = "1101000 00011 rs1 rm[2:0] fd 1010011", asm = "fcvt.s.lu fd,rs1,rm")
  public static long fcvt_s_lu(Cpu cpu, long rs1, int rm) {
    return Binary32.box(Binary32.fromUint64(rs1, cpu.rounding(rm), cpu.exceptionFlags));
  }

  /// Moves the bits of the lower half, sign-extended.
  @Insn(bits = "1110000 00000 fs1 000 rd 1010011", asm = "fmv.x.w rd,fs1")
  public static long fmv_x_w(Cpu cpu, long fs1) {
    cpu.requireFloatingPoint();
    return (int) fs1;
  }

  /// Moves the bits of a word.
  @Insn(bits = "1111000 00000 rs1 000 fd 1010011", asm = "fmv.w.x fd,rs1")
  public static long fmv_w_x(Cpu cpu, long rs1) {
    cpu.requireFloatingPoint();
    return Binary32.box((int) rs1);
  }

  private static long fused(Cpu cpu, long a, long b, long c, int rm) {
    int rounding = cpu.rounding(rm);
    return Binary32.box(
        Binary32.fusedMultiplyAdd(
            Binary32.unbox(a), Binary32.unbox(b), Binary32.unbox(c), rounding, cpu.exceptionFlags));
  }

  /// The number with its sign changed; what is not boxed stays so.
  private static long negated(long register) {
    return register ^ (1L << 31);
  }
}
