package spool.emulator.isa;

/// The base integer instructions RV32I and RV64I (unprivileged ISA).
@Extension(value = "I", common = true)
public final class Rv64I {
  private Rv64I() {}

  /// Loads the upper immediate.
  @Insn(bits = "imm[31:12] rd 0110111", asm = "lui rd,imm")
  @Compressed(bits = "011 imm[17]!0 rd!2 imm[16:12] 01", asm = "c.lui rd,imm")
  public static long lui(long imm) {
    return imm;
  }

  /// Adds the upper immediate to the instruction's own address.
  @Insn(bits = "imm[31:12] rd 0010111", asm = "auipc rd,imm")
  public static long auipc(long pc, long imm) {
    return pc + imm;
  }

  /// Jumps relative to the instruction's own address, and links.
  @Insn(bits = "imm[20|10:1|11|19:12] rd 1101111", asm = "jal rd,target", flow = Flow.JUMP)
  @Compressed(bits = "101 imm[11|4|9:8|10|6|7|3:1|5] 01", asm = "c.j target", implied = "rd=0")
  public static long jal(long pc, long imm) {
    return pc + imm;
  }

  /// Jumps to an address in a register, and links.
  @Insn(bits = "imm[11:0] rs1 000 rd 1100111", asm = "jalr rd,imm(rs1)", flow = Flow.JUMP)
  @Compressed(bits = "100 0 rs1!0 00000 10", asm = "c.jr rs1", implied = "rd=0 imm=0")
  @Compressed(bits = "100 1 rs1!0 00000 10", asm = "c.jalr rs1", implied = "rd=1 imm=0")
  public static long jalr(long rs1, long imm) {
    return (rs1 + imm) & ~1L;
  }

  /// Branches if equal.
  @Insn(
      bits = "imm[12|10:5] rs2 rs1 000 imm[4:1|11] 1100011",
      asm = "beq rs1,rs2,target",
      flow = Flow.BRANCH)
  @Compressed(
      bits = "110 imm[8|4:3] rs1' imm[7:6|2:1|5] 01",
      asm = "c.beqz rs1,target",
      implied = "rs2=0")
  public static boolean beq(long rs1, long rs2) {
    return rs1 == rs2;
  }

  /// Branches if not equal.
  @Insn(
      bits = "imm[12|10:5] rs2 rs1 001 imm[4:1|11] 1100011",
      asm = "bne rs1,rs2,target",
      flow = Flow.BRANCH)
  @Compressed(
      bits = "111 imm[8|4:3] rs1' imm[7:6|2:1|5] 01",
      asm = "c.bnez rs1,target",
      implied = "rs2=0")
  public static boolean bne(long rs1, long rs2) {
    return rs1 != rs2;
  }

  /// Branches if less, signed.
  @Insn(
      bits = "imm[12|10:5] rs2 rs1 100 imm[4:1|11] 1100011",
      asm = "blt rs1,rs2,target",
      flow = Flow.BRANCH)
  public static boolean blt(long rs1, long rs2) {
    return rs1 < rs2;
  }

  /// Branches if greater or equal, signed.
  @Insn(
      bits = "imm[12|10:5] rs2 rs1 101 imm[4:1|11] 1100011",
      asm = "bge rs1,rs2,target",
      flow = Flow.BRANCH)
  public static boolean bge(long rs1, long rs2) {
    return rs1 >= rs2;
  }

  /// Branches if less, unsigned.
  @Insn(
      bits = "imm[12|10:5] rs2 rs1 110 imm[4:1|11] 1100011",
      asm = "bltu rs1,rs2,target",
      flow = Flow.BRANCH)
  public static boolean bltu(long rs1, long rs2) {
    return Long.compareUnsigned(rs1, rs2) < 0;
  }

  /// Branches if greater or equal, unsigned.
  @Insn(
      bits = "imm[12|10:5] rs2 rs1 111 imm[4:1|11] 1100011",
      asm = "bgeu rs1,rs2,target",
      flow = Flow.BRANCH)
  public static boolean bgeu(long rs1, long rs2) {
    return Long.compareUnsigned(rs1, rs2) >= 0;
  }

  /// Loads a byte, sign-extended.
  @Insn(bits = "imm[11:0] rs1 000 rd 0000011", asm = "lb rd,imm(rs1)")
  public static long lb(DataMemory memory, long rs1, long imm) {
    return memory.load8(rs1 + imm);
  }

  /// Loads a halfword, sign-extended.
  @Insn(bits = "imm[11:0] rs1 001 rd 0000011", asm = "lh rd,imm(rs1)")
  public static long lh(DataMemory memory, long rs1, long imm) {
    return memory.load16(rs1 + imm);
  }

  /// Loads a word, sign-extended.
  @Insn(bits = "imm[11:0] rs1 010 rd 0000011", asm = "lw rd,imm(rs1)")
  @Compressed(bits = "010 imm[5:3] rs1' imm[2|6] rd' 00", asm = "c.lw rd,imm(rs1)", unsigned = true)
  @Compressed(
      bits = "010 imm[5] rd!0 imm[4:2|7:6] 10",
      asm = "c.lwsp rd,imm(sp)",
      implied = "rs1=2",
      unsigned = true)
  public static long lw(DataMemory memory, long rs1, long imm) {
    return memory.load32(rs1 + imm);
  }

  /// Loads a doubleword.
  @Insn(bits = "imm[11:0] rs1 011 rd 0000011", asm = "ld rd,imm(rs1)")
  @Compressed(bits = "011 imm[5:3] rs1' imm[7:6] rd' 00", asm = "c.ld rd,imm(rs1)", unsigned = true)
  @Compressed(
      bits = "011 imm[5] rd!0 imm[4:3|8:6] 10",
      asm = "c.ldsp rd,imm(sp)",
      implied = "rs1=2",
      unsigned = true)
  public static long ld(DataMemory memory, long rs1, long imm) {
    return memory.load64(rs1 + imm);
  }

  /// Loads a byte, zero-extended.
  @Insn(bits = "imm[11:0] rs1 100 rd 0000011", asm = "lbu rd,imm(rs1)")
  public static long lbu(DataMemory memory, long rs1, long imm) {
    return Byte.toUnsignedLong(memory.load8(rs1 + imm));
  }

  /// Loads a halfword, zero-extended.
  @Insn(bits = "imm[11:0] rs1 101 rd 0000011", asm = "lhu rd,imm(rs1)")
  public static long lhu(DataMemory memory, long rs1, long imm) {
    return Short.toUnsignedLong(memory.load16(rs1 + imm));
  }

  /// Loads a word, zero-extended.
  @Insn(bits = "imm[11:0] rs1 110 rd 0000011", asm = "lwu rd,imm(rs1)")
  public static long lwu(DataMemory memory, long rs1, long imm) {
    return Integer.toUnsignedLong(memory.load32(rs1 + imm));
  }

  /// Stores a byte.
  @Insn(bits = "imm[11:5] rs2 rs1 000 imm[4:0] 0100011", asm = "sb rs2,imm(rs1)")
  public static void sb(DataMemory memory, long rs1, long rs2, long imm) {
    memory.store8(rs1 + imm, (byte) rs2);
  }

  /// Stores a halfword.
  @Insn(bits = "imm[11:5] rs2 rs1 001 imm[4:0] 0100011", asm = "sh rs2,imm(rs1)")
  public static void sh(DataMemory memory, long rs1, long rs2, long imm) {
    memory.store16(rs1 + imm, (short) rs2);
  }

  /// Stores a word.
  @Insn(bits = "imm[11:5] rs2 rs1 010 imm[4:0] 0100011", asm = "sw rs2,imm(rs1)")
  @Compressed(
      bits = "110 imm[5:3] rs1' imm[2|6] rs2' 00",
      asm = "c.sw rs2,imm(rs1)",
      unsigned = true)
  @Compressed(
      bits = "110 imm[5:2|7:6] rs2 10",
      asm = "c.swsp rs2,imm(sp)",
      implied = "rs1=2",
      unsigned = true)
  public static void sw(DataMemory memory, long rs1, long rs2, long imm) {
    memory.store32(rs1 + imm, (int) rs2);
  }

  /// Stores a doubleword.
  @Insn(bits = "imm[11:5] rs2 rs1 011 imm[4:0] 0100011", asm = "sd rs2,imm(rs1)")
  @Compressed(
      bits = "111 imm[5:3] rs1' imm[7:6] rs2' 00",
      asm = "c.sd rs2,imm(rs1)",
      unsigned = true)
  @Compressed(
      bits = "111 imm[5:3|8:6] rs2 10",
      asm = "c.sdsp rs2,imm(sp)",
      implied = "rs1=2",
      unsigned = true)
  public static void sd(DataMemory memory, long rs1, long rs2, long imm) {
    memory.store64(rs1 + imm, rs2);
  }

  /// Adds an immediate.
  @Insn(bits = "imm[11:0] rs1 000 rd 0010011", asm = "addi rd,rs1,imm")
  @Compressed(
      bits = "000 imm[5:4|9:6|2|3]!0 rd' 00",
      asm = "c.addi4spn rd,sp,imm",
      implied = "rs1=2",
      unsigned = true)
  @Compressed(bits = "000 imm[5] 00000 imm[4:0] 01", asm = "c.nop imm", implied = "rd=0 rs1=0")
  @Compressed(bits = "000 imm[5] rd=rs1!0 imm[4:0] 01", asm = "c.addi rd,imm")
  @Compressed(bits = "010 imm[5] rd imm[4:0] 01", asm = "c.li rd,imm", implied = "rs1=0")
  @Compressed(
      bits = "011 imm[9]!0 00010 imm[4|6|8:7|5] 01",
      asm = "c.addi16sp sp,imm",
      implied = "rd=2 rs1=2")
  public static long addi(long rs1, long imm) {
    return rs1 + imm;
  }

  /// Sets to 1 if less than an immediate, signed, else to 0.
  @Insn(bits = "imm[11:0] rs1 010 rd 0010011", asm = "slti rd,rs1,imm")
  public static long slti(long rs1, long imm) {
    return rs1 < imm ? 1 : 0;
  }

  /// Sets to 1 if less than an immediate, unsigned (the immediate is sign-extended first), else 0.
  @Insn(bits = "imm[11:0] rs1 011 rd 0010011", asm = "sltiu rd,rs1,imm")
  public static long sltiu(long rs1, long imm) {
    return Long.compareUnsigned(rs1, imm) < 0 ? 1 : 0;
  }

  /// Exclusive or with an immediate.
  @Insn(bits = "imm[11:0] rs1 100 rd 0010011", asm = "xori rd,rs1,imm")
  public static long xori(long rs1, long imm) {
    return rs1 ^ imm;
  }

  /// Or with an immediate.
  @Insn(bits = "imm[11:0] rs1 110 rd 0010011", asm = "ori rd,rs1,imm")
  public static long ori(long rs1, long imm) {
    return rs1 | imm;
  }

  /// And with an immediate.
  @Insn(bits = "imm[11:0] rs1 111 rd 0010011", asm = "andi rd,rs1,imm")
  @Compressed(bits = "100 imm[5] 10 rd'=rs1' imm[4:0] 01", asm = "c.andi rd,imm")
  public static long andi(long rs1, long imm) {
    return rs1 & imm;
  }

  /// Shifts left by a constant.
  @Insn(bits = "000000 shamt[5:0] rs1 001 rd 0010011", asm = "slli rd,rs1,shamt")
  @Compressed(bits = "000 shamt[5] rd=rs1 shamt[4:0] 10", asm = "c.slli rd,shamt")
  public static long slli(long rs1, int shamt) {
    return rs1 << shamt;
  }

  /// Shifts right by a constant, filling with zeros.
  @Insn(bits = "000000 shamt[5:0] rs1 101 rd 0010011", asm = "srli rd,rs1,shamt")
  @Compressed(bits = "100 shamt[5] 00 rd'=rs1' shamt[4:0] 01", asm = "c.srli rd,shamt")
  public static long srli(long rs1, int shamt) {
    return rs1 >>> shamt;
  }

  /// Shifts right by a constant, filling with the sign.
  @Insn(bits = "010000 shamt[5:0] rs1 101 rd 0010011", asm = "srai rd,rs1,shamt")
  @Compressed(bits = "100 shamt[5] 01 rd'=rs1' shamt[4:0] 01", asm = "c.srai rd,shamt")
  public static long srai(long rs1, int shamt) {
    return rs1 >> shamt;
  }

  /// Adds.
  @Insn(bits = "0000000 rs2 rs1 000 rd 0110011", asm = "add rd,rs1,rs2")
  @Compressed(bits = "100 0 rd rs2!0 10", asm = "c.mv rd,rs2", implied = "rs1=0")
  @Compressed(bits = "100 1 rd=rs1 rs2!0 10", asm = "c.add rd,rs2")
  public static long add(long rs1, long rs2) {
    return rs1 + rs2;
  }

  /// Subtracts.
  @Insn(bits = "0100000 rs2 rs1 000 rd 0110011", asm = "sub rd,rs1,rs2")
  @Compressed(bits = "100 0 11 rd'=rs1' 00 rs2' 01", asm = "c.sub rd,rs2")
  public static long sub(long rs1, long rs2) {
    return rs1 - rs2;
  }

  /// Shifts left by the low six bits of a register.
  @Insn(bits = "0000000 rs2 rs1 001 rd 0110011", asm = "sll rd,rs1,rs2")
  public static long sll(long rs1, long rs2) {
    return rs1 << rs2;
  }

  /// Sets to 1 if less, signed, else to 0.
  @Insn(bits = "0000000 rs2 rs1 010 rd 0110011", asm = "slt rd,rs1,rs2")
  public static long slt(long rs1, long rs2) {
    return rs1 < rs2 ? 1 : 0;
  }

  /// Sets to 1 if less, unsigned, else to 0.
  @Insn(bits = "0000000 rs2 rs1 011 rd 0110011", asm = "sltu rd,rs1,rs2")
  public static long sltu(long rs1, long rs2) {
    return Long.compareUnsigned(rs1, rs2) < 0 ? 1 : 0;
  }

  /// Exclusive or.
  @Insn(bits = "0000000 rs2 rs1 100 rd 0110011", asm = "xor rd,rs1,rs2")
  @Compressed(bits = "100 0 11 rd'=rs1' 01 rs2' 01", asm = "c.xor rd,rs2")
  public static long xor(long rs1, long rs2) {
    return rs1 ^ rs2;
  }

  /// Shifts right by the low six bits of a register, filling with zeros.
  @Insn(bits = "0000000 rs2 rs1 101 rd 0110011", asm = "srl rd,rs1,rs2")
  public static long srl(long rs1, long rs2) {
    return rs1 >>> rs2;
  }

  /// Shifts right by the low six bits of a register, filling with the sign.
  @Insn(bits = "0100000 rs2 rs1 101 rd 0110011", asm = "sra rd,rs1,rs2")
  public static long sra(long rs1, long rs2) {
    return rs1 >> rs2;
  }

  /// Or.
  @Insn(bits = "0000000 rs2 rs1 110 rd 0110011", asm = "or rd,rs1,rs2")
  @Compressed(bits = "100 0 11 rd'=rs1' 10 rs2' 01", asm = "c.or rd,rs2")
  public static long or(long rs1, long rs2) {
    return rs1 | rs2;
  }

  /// And.
  @Insn(bits = "0000000 rs2 rs1 111 rd 0110011", asm = "and rd,rs1,rs2")
  @Compressed(bits = "100 0 11 rd'=rs1' 11 rs2' 01", asm = "c.and rd,rs2")
  public static long and(long rs1, long rs2) {
    return rs1 & rs2;
  }

  /// Adds an immediate, in 32 bits.
  @Insn(bits = "imm[11:0] rs1 000 rd 0011011", asm = "addiw rd,rs1,imm")
  @Compressed(bits = "001 imm[5] rd=rs1!0 imm[4:0] 01", asm = "c.addiw rd,imm")
  public static long addiw(long rs1, long imm) {
    return (int) (rs1 + imm);
  }

  /// Shifts left by a constant, in 32 bits.
  @Insn(bits = "0000000 shamt[4:0] rs1 001 rd 0011011", asm = "slliw rd,rs1,shamt")
  public static long slliw(long rs1, int shamt) {
    return (int) (rs1 << shamt);
  }

  /// Shifts right by a constant, in 32 bits, filling with zeros.
  @Insn(bits = "0000000 shamt[4:0] rs1 101 rd 0011011", asm = "srliw rd,rs1,shamt")
  public static long srliw(long rs1, int shamt) {
    return (int) (Integer.toUnsignedLong((int) rs1) >>> shamt);
  }

  /// Shifts right by a constant, in 32 bits, filling with the sign.
  @Insn(bits = "0100000 shamt[4:0] rs1 101 rd 0011011", asm = "sraiw rd,rs1,shamt")
  public static long sraiw(long rs1, int shamt) {
    return (int) rs1 >> shamt;
  }

  /// Adds, in 32 bits.
  @Insn(bits = "0000000 rs2 rs1 000 rd 0111011", asm = "addw rd,rs1,rs2")
  @Compressed(bits = "100 1 11 rd'=rs1' 01 rs2' 01", asm = "c.addw rd,rs2")
  public static long addw(long rs1, long rs2) {
    return (int) (rs1 + rs2);
  }

  /// Subtracts, in 32 bits.
  @Insn(bits = "0100000 rs2 rs1 000 rd 0111011", asm = "subw rd,rs1,rs2")
  @Compressed(bits = "100 1 11 rd'=rs1' 00 rs2' 01", asm = "c.subw rd,rs2")
  public static long subw(long rs1, long rs2) {
    return (int) (rs1 - rs2);
  }

  /// Shifts left by the low five bits of a register, in 32 bits.
  @Insn(bits = "0000000 rs2 rs1 001 rd 0111011", asm = "sllw rd,rs1,rs2")
  public static long sllw(long rs1, long rs2) {
    return (int) (rs1 << (rs2 & 31));
  }

  /// Shifts right by the low five bits of a register, in 32 bits, filling with zeros.
  @Insn(bits = "0000000 rs2 rs1 101 rd 0111011", asm = "srlw rd,rs1,rs2")
  public static long srlw(long rs1, long rs2) {
    return (int) (Integer.toUnsignedLong((int) rs1) >>> (rs2 & 31));
  }

  /// Shifts right by the low five bits of a register, in 32 bits, filling with the sign.
  @Insn(bits = "0100000 rs2 rs1 101 rd 0111011", asm = "sraw rd,rs1,rs2")
  public static long sraw(long rs1, long rs2) {
    return (int) rs1 >> (int) rs2;
  }

  /// Orders memory accesses.
  @Insn(bits = "_4_ pred[3:0] succ[3:0] _5_ 000 _5_ 0001111", asm = "fence pred,succ")
  public static void fence(Cpu cpu) {
    cpu.fence();
  }

  /// Calls the execution environment.
  @Insn(bits = "000000000000 00000 000 00000 1110011", asm = "ecall", flow = Flow.END)
  public static void ecall(Cpu cpu) {
    cpu.environmentCall();
  }

  /// Returns control to a debugger.
  @Insn(bits = "000000000001 00000 000 00000 1110011", asm = "ebreak", flow = Flow.END)
  @Compressed(bits = "100 1 00000 00000 10", asm = "c.ebreak")
  public static void ebreak(Cpu cpu, long pc) {
    cpu.raise(Cause.BREAKPOINT, pc);
  }
}
