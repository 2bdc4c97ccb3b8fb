package spool.emulator.isa;

/// Operands and results of instructions, worked out from the specification: one case in each line.
/// A number is decimal, or hexadecimal after `0x`.
final class InstructionTables {
  private InstructionTables() {}

  /// name, rs1, rs2, rd
  static final String REGISTERS =
      """
      add 1 2 3
      add 0x7fffffffffffffff 1 0x8000000000000000
      sub 1 2 -1
      sll 1 65 2
      slt -1 0 1
      slt 0 -1 0
      sltu -1 0 0
      sltu 0 -1 1
      xor 0xff 0x0f 0xf0
      srl -1 60 15
      sra 0x8000000000000000 62 -2
      or 0xf0 0x0f 0xff
      and 0xf0 0x3f 0x30
      addw 0x7fffffff 1 0xffffffff80000000
      addw 0xf00000001 1 2
      subw 0 1 -1
      sllw 1 31 0xffffffff80000000
      sllw 1 33 2
      srlw 0xffffffff80000000 31 1
      srlw 0xffffffff80000000 32 0xffffffff80000000
      sraw 0x80000000 31 -1
      mul -3 5 -15
      mulh -1 1 -1
      mulh 0x8000000000000000 0x8000000000000000 0x4000000000000000
      mulhsu -1 -1 -1
      mulhsu 1 -1 0
      mulhu -1 -1 -2
      div -7 2 -3
      div 7 0 -1
      div 0x8000000000000000 -1 0x8000000000000000
      divu -1 2 0x7fffffffffffffff
      divu 7 0 -1
      rem -7 2 -1
      rem -7 0 -7
      rem 0x8000000000000000 -1 0
      remu -1 16 15
      remu -1 0 -1
      mulw 0x10000 0x10000 0
      mulw 0x7fffffff 2 -2
      divw 0x80000000 -1 0xffffffff80000000
      divw 7 0 -1
      divuw 0xffffffff 1 -1
      divuw 7 0x100000000 -1
      remw -7 4 -3
      remw 0x80000000 0 0xffffffff80000000
      remw 0x80000000 -1 0
      remuw 0xffffffff 16 15
      remuw 0xfffffff0 0 -16
      add.uw 0xffffffff80000000 1 0x80000001
      sh1add 3 -1 5
      sh2add 3 -1 11
      sh3add 3 -1 23
      sh1add.uw 0xf80000000 1 0x100000001
      sh2add.uw 0xf80000000 1 0x200000001
      sh3add.uw 0xf80000000 1 0x400000001
      andn 0xff 0x0f 0xf0
      orn 0x0f -16 0x0f
      xnor 0xff 0x0f -241
      max -1 1 1
      maxu -1 1 -1
      min -1 1 -1
      minu -1 1 1
      rol 0x8000000000000001 65 3
      rolw 0x80000001 33 3
      rolw 0x40000000 1 0xffffffff80000000
      ror 3 65 0x8000000000000001
      rorw 3 33 0xffffffff80000001
      bclr 0xff 67 0xf7
      bset 0 127 0x8000000000000000
      binv 0xff 0 0xfe
      binv 0xfe 64 0xff
      bext 0x8000000000000000 63 1
      bext 0x7fffffffffffffff 63 0
      czero.eqz 7 0 0
      czero.eqz 7 2 7
      czero.nez 7 0 7
      czero.nez 7 2 0
      """;

  /// name, rs1, immediate, rd
  static final String IMMEDIATES =
      """
      addi 1 -2048 -2047
      slti -1 0 1
      slti 0 -1 0
      sltiu 1 -1 1
      sltiu -1 1 0
      xori 0x0f -1 -16
      ori 0x0f 0x70 0x7f
      andi 0xff -16 0xf0
      slli 1 63 0x8000000000000000
      srli -1 63 1
      srai -8 2 -2
      addiw 0x7fffffff 1 0xffffffff80000000
      slliw 1 31 0xffffffff80000000
      srliw -1 4 0xfffffff
      sraiw 0x80000000 4 0xfffffffff8000000
      slli.uw 0xf80000001 32 0x8000000100000000
      rori 1 63 2
      roriw 0x100000001 1 0xffffffff80000000
      bclri -1 63 0x7fffffffffffffff
      bseti 0 63 0x8000000000000000
      binvi 1 0 0
      bexti 8 3 1
      bexti 8 2 0
      """;

  /// name, rs1, rd
  static final String UNARIES =
      """
      clz 0 64
      clz 1 63
      clzw 0xffffffff00000000 32
      clzw 0xffffffff00000100 23
      ctz 0 64
      ctz 0x8000000000000000 63
      ctzw 0xff00000000 32
      ctzw 0x100 8
      cpop -1 64
      cpopw 0xff000000ff 8
      sext.b 0x180 -128
      sext.b 0x17f 127
      sext.h 0x18000 -32768
      zext.h -1 0xffff
      orc.b 0x0100800000001000 0xff00ff000000ff00
      orc.b -1 -1
      rev8 0x0102030405060708 0x0807060504030201
      """;

  /// name, doubleword in memory, offset, rd
  static final String LOADS =
      """
      lb 0x8899 0 0xffffffffffffff99
      lbu 0x8899 0 0x99
      lh 0x8899 0 0xffffffffffff8899
      lhu 0x8899aa 1 0x8899
      lw 0x8899aabb 0 0xffffffff8899aabb
      lwu 0x8899aabb 0 0x8899aabb
      ld 0x1122334455667788 0 0x1122334455667788
      """;

  /// name, rs2, offset, doubleword in memory afterwards; it was all ones
  static final String STORES =
      """
      sb 0x123 0 0xffffffffffffff23
      sh 0x12345 2 0xffffffff2345ffff
      sw 0x123456789 4 0x23456789ffffffff
      sd 0x123456789 0 0x123456789
      """;

  /// name, rs1, rs2, whether taken
  static final String BRANCHES =
      """
      beq 1 1 1
      beq 1 2 0
      bne 1 2 1
      bne 1 1 0
      blt -1 0 1
      blt 0 0 0
      bge 0 0 1
      bge -1 0 0
      bltu 0 -1 1
      bltu -1 0 0
      bgeu -1 0 1
      bgeu 0 -1 0
      """;

  /// name, doubleword in memory, rs2, rd, doubleword in memory afterwards
  static final String ATOMICS =
      """
      amoswap.w 0x580000000 7 0xffffffff80000000 0x500000007
      amoswap.d 5 7 5 7
      amoadd.w 0x5ffffffff 1 -1 0x500000000
      amoadd.d 0xffffffff 1 0xffffffff 0x100000000
      amoxor.w 0x5000000ff 0x0f 0xff 0x5000000f0
      amoxor.d 0xff -1 0xff 0xffffffffffffff00
      amoand.w 0x5000000ff 0x0f 0xff 0x50000000f
      amoand.d -1 0x0f -1 0x0f
      amoor.w 0x5000000f0 0x0f 0xf0 0x5000000ff
      amoor.d 1 2 1 3
      amomin.w 0x580000000 1 0xffffffff80000000 0x580000000
      amomin.d 1 -1 1 -1
      amomax.w 0x580000000 1 0xffffffff80000000 0x500000001
      amomax.d 1 -1 1 1
      amominu.w 0x580000000 1 0xffffffff80000000 0x500000001
      amominu.d 1 -1 1 1
      amomaxu.w 0x580000000 1 0xffffffff80000000 0x580000000
      amomaxu.d 1 -1 1 -1
      """;

  /// name, fs1, fs2, fs3, destination; single-precision results are boxed, 1.0 is 3f800000
  static final String FLOATS =
      """
      fadd.s 0xffffffff3f800000 0xffffffff40000000 0 0xffffffff40400000
      fadd.s 0x3f800000 0xffffffff40000000 0 0xffffffff7fc00000
      fsub.s 0xffffffff3f800000 0xffffffff40000000 0 0xffffffffbf800000
      fmul.s 0xffffffff40400000 0xffffffff40000000 0 0xffffffff40c00000
      fdiv.s 0xffffffff3f800000 0xffffffff40000000 0 0xffffffff3f000000
      fsqrt.s 0xffffffff40800000 0 0 0xffffffff40000000
      fmadd.s 0xffffffff40000000 0xffffffff40400000 0xffffffff3f800000 0xffffffff40e00000
      fmsub.s 0xffffffff40000000 0xffffffff40400000 0xffffffff3f800000 0xffffffff40a00000
      fnmsub.s 0xffffffff40000000 0xffffffff40400000 0xffffffff3f800000 0xffffffffc0a00000
      fnmadd.s 0xffffffff40000000 0xffffffff40400000 0xffffffff3f800000 0xffffffffc0e00000
      fsgnj.s 0xffffffff3f800000 0xffffffffc0000000 0 0xffffffffbf800000
      fsgnj.s 0 0xffffffffc0000000 0 0xffffffffffc00000
      fsgnjn.s 0xffffffff3f800000 0xffffffffc0000000 0 0xffffffff3f800000
      fsgnjx.s 0xffffffffbf800000 0xffffffffc0000000 0 0xffffffff3f800000
      fmin.s 0xffffffff3f800000 0xffffffffc0000000 0 0xffffffffc0000000
      fmax.s 0xffffffff3f800000 0xffffffff7fc00000 0 0xffffffff3f800000
      feq.s 0xffffffff80000000 0xffffffff00000000 0 1
      flt.s 0xffffffff3f800000 0xffffffff40000000 0 1
      fle.s 0xffffffff40000000 0xffffffff3f800000 0 0
      fclass.s 0xffffffff80000000 0 0 8
      fclass.s 0 0 0 0x200
      fcvt.w.s 0xffffffffbfc00000 0 0 -2
      fcvt.wu.s 0xffffffff4f800000 0 0 -1
      fcvt.l.s 0xffffffff4f800000 0 0 0x100000000
      fcvt.lu.s 0xffffffffbf800000 0 0 0
      fmv.x.w 0xffffffffbf800000 0 0 0xffffffffbf800000
      fmv.x.w 0x3f800000 0 0 0x3f800000
      fadd.d 0x3ff0000000000000 0x4000000000000000 0 0x4008000000000000
      fsub.d 0x3ff0000000000000 0x4000000000000000 0 0xbff0000000000000
      fmul.d 0x4008000000000000 0x4000000000000000 0 0x4018000000000000
      fdiv.d 0x3ff0000000000000 0x4000000000000000 0 0x3fe0000000000000
      fsqrt.d 0x4010000000000000 0 0 0x4000000000000000
      fmadd.d 0x4000000000000000 0x4008000000000000 0x3ff0000000000000 0x401c000000000000
      fmsub.d 0x4000000000000000 0x4008000000000000 0x3ff0000000000000 0x4014000000000000
      fnmsub.d 0x4000000000000000 0x4008000000000000 0x3ff0000000000000 0xc014000000000000
      fnmadd.d 0x4000000000000000 0x4008000000000000 0x3ff0000000000000 0xc01c000000000000
      fsgnj.d 0x3ff0000000000000 0xc000000000000000 0 0xbff0000000000000
      fsgnjn.d 0x3ff0000000000000 0xc000000000000000 0 0x3ff0000000000000
      fsgnjx.d 0xbff0000000000000 0xc000000000000000 0 0x3ff0000000000000
      fmin.d 0x3ff0000000000000 0xc000000000000000 0 0xc000000000000000
      fmax.d 0x3ff0000000000000 0x7ff8000000000000 0 0x3ff0000000000000
      feq.d 0x8000000000000000 0 0 1
      flt.d 0x3ff0000000000000 0x4000000000000000 0 1
      fle.d 0x4000000000000000 0x3ff0000000000000 0 0
      fclass.d 0x7ff0000000000001 0 0 0x100
      fcvt.w.d 0xbff8000000000000 0 0 -2
      fcvt.wu.d 0x41f0000000000000 0 0 -1
      fcvt.l.d 0xc1f0000000000000 0 0 0xffffffff00000000
      fcvt.lu.d 0x43e0000000000000 0 0 0x8000000000000000
      fmv.x.d 0x3ff0000000000000 0 0 0x3ff0000000000000
      fcvt.s.d 0x3ff0000000000000 0 0 0xffffffff3f800000
      fcvt.d.s 0xffffffff3f800000 0 0 0x3ff0000000000000
      """;

  /// name, rs1, destination
  static final String TO_FLOATS =
      """
      fcvt.s.w 0xfffffffe 0xffffffffc0000000
      fcvt.s.wu 0x1ffffffff 0xffffffff4f800000
      fcvt.s.l -2 0xffffffffc0000000
      fcvt.s.lu -1 0xffffffff5f800000
      fmv.w.x 0x13f800000 0xffffffff3f800000
      fcvt.d.w 0xfffffffe 0xc000000000000000
      fcvt.d.wu 0xffffffff 0x41efffffffe00000
      fcvt.d.l -2 0xc000000000000000
      fcvt.d.lu -1 0x43f0000000000000
      fmv.d.x 0x3ff0000000000000 0x3ff0000000000000
      """;
}
