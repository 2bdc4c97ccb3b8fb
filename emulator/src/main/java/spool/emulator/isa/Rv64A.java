package spool.emulator.isa;

/// Atomic memory operations (unprivileged ISA, "A" extension). Every one is sequentially consistent
/// here, whatever its `aq` and `rl` bits ask for.
@Extension("A")
public final class Rv64A {
  private Rv64A() {}

  /// Loads a word and reserves its place.
  @Insn(bits = "00010 aq rl 00000 rs1 010 rd 0101111", asm = "lr.w rd,(rs1)")
  public static long lr_w(Cpu cpu, long rs1) {
    return cpu.loadReserved32(rs1);
  }

  /// Stores a word if the reservation still holds; 0 means that it did.
  @Insn(bits = "00011 aq rl rs2 rs1 010 rd 0101111", asm = "sc.w rd,rs2,(rs1)")
  public static long sc_w(Cpu cpu, long rs1, long rs2) {
    return cpu.storeConditional32(rs1, (int) rs2) ? 0 : 1;
  }

  /// Swaps a word in memory, and gives what was there.
  @Insn(bits = "00001 aq rl rs2 rs1 010 rd 0101111", asm = "amoswap.w rd,rs2,(rs1)")
  public static long amoswap_w(Cpu cpu, long rs1, long rs2) {
    return cpu.atomic32(rs1, (int) rs2, (old, operand) -> operand);
  }

  /// Adds to a word in memory, and gives what was there.
  @Insn(bits = "00000 aq rl rs2 rs1 010 rd 0101111", asm = "amoadd.w rd,rs2,(rs1)")
  public static long amoadd_w(Cpu cpu, long rs1, long rs2) {
    return cpu.atomic32(rs1, (int) rs2, Integer::sum);
  }

  /// Exclusive or with a word in memory, and gives what was there.
  @Insn(bits = "00100 aq rl rs2 rs1 010 rd 0101111", asm = "amoxor.w rd,rs2,(rs1)")
  public static long amoxor_w(Cpu cpu, long rs1, long rs2) {
    return cpu.atomic32(rs1, (int) rs2, (old, operand) -> old ^ operand);
  }

  /// And with a word in memory, and gives what was there.
  @Insn(bits = "01100 aq rl rs2 rs1 010 rd 0101111", asm = "amoand.w rd,rs2,(rs1)")
  public static long amoand_w(Cpu cpu, long rs1, long rs2) {
    return cpu.atomic32(rs1, (int) rs2, (old, operand) -> old & operand);
  }

  /// Or with a word in memory, and gives what was there.
  @Insn(bits = "01000 aq rl rs2 rs1 010 rd 0101111", asm = "amoor.w rd,rs2,(rs1)")
  public static long amoor_w(Cpu cpu, long rs1, long rs2) {
    return cpu.atomic32(rs1, (int) rs2, (old, operand) -> old | operand);
  }

  /// Signed minimum with a word in memory, and gives what was there.
  @Insn(bits = "10000 aq rl rs2 rs1 010 rd 0101111", asm = "amomin.w rd,rs2,(rs1)")
  public static long amomin_w(Cpu cpu, long rs1, long rs2) {
    return cpu.atomic32(rs1, (int) rs2, Math::min);
  }

  /// Signed maximum with a word in memory, and gives what was there.
  @Insn(bits = "10100 aq rl rs2 rs1 010 rd 0101111", asm = "amomax.w rd,rs2,(rs1)")
  public static long amomax_w(Cpu cpu, long rs1, long rs2) {
    return cpu.atomic32(rs1, (int) rs2, Math::max);
  }

  /// Unsigned minimum with a word in memory, and gives what was there.
  @Insn(bits = "11000 aq rl rs2 rs1 010 rd 0101111", asm = "amominu.w rd,rs2,(rs1)")
  public static long amominu_w(Cpu cpu, long rs1, long rs2) {
    return cpu.atomic32(rs1, (int) rs2, Unsigned::min);
  }

  /// Unsigned maximum with a word in memory, and gives what was there.
  @Insn(bits = "11100 aq rl rs2 rs1 010 rd 0101111", asm = "amomaxu.w rd,rs2,(rs1)")
  public static long amomaxu_w(Cpu cpu, long rs1, long rs2) {
    return cpu.atomic32(rs1, (int) rs2, Unsigned::max);
  }

  /// Loads a doubleword and reserves its place.
  @Insn(bits = "00010 aq rl 00000 rs1 011 rd 0101111", asm = "lr.d rd,(rs1)")
  public static long lr_d(Cpu cpu, long rs1) {
    return cpu.loadReserved64(rs1);
  }

  /// Stores a doubleword if the reservation still holds; 0 means that it did.
  @Insn(bits = "00011 aq rl rs2 rs1 011 rd 0101111", asm = "sc.d rd,rs2,(rs1)")
  public static long sc_d(Cpu cpu, long rs1, long rs2) {
    return cpu.storeConditional64(rs1, rs2) ? 0 : 1;
  }

  /// Swaps a doubleword in memory, and gives what was there.
  @Insn(bits = "00001 aq rl rs2 rs1 011 rd 0101111", asm = "amoswap.d rd,rs2,(rs1)")
  public static long amoswap_d(Cpu cpu, long rs1, long rs2) {
    return cpu.atomic64(rs1, rs2, (old, operand) -> operand);
  }

  /// Adds to a doubleword in memory, and gives what was there.
  @Insn(bits = "00000 aq rl rs2 rs1 011 rd 0101111", asm = "amoadd.d rd,rs2,(rs1)")
  public static long amoadd_d(Cpu cpu, long rs1, long rs2) {
    return cpu.atomic64(rs1, rs2, Long::sum);
  }

  /// Exclusive or with a doubleword in memory, and gives what was there.
  @Insn(bits = "00100 aq rl rs2 rs1 011 rd 0101111", asm = "amoxor.d rd,rs2,(rs1)")
  public static long amoxor_d(Cpu cpu, long rs1, long rs2) {
    return cpu.atomic64(rs1, rs2, (old, operand) -> old ^ operand);
  }

  /// And with a doubleword in memory, and gives what was there.
  @Insn(bits = "01100 aq rl rs2 rs1 011 rd 0101111", asm = "amoand.d rd,rs2,(rs1)")
  public static long amoand_d(Cpu cpu, long rs1, long rs2) {
    return cpu.atomic64(rs1, rs2, (old, operand) -> old & operand);
  }

  /// Or with a doubleword in memory, and gives what was there.
  @Insn(bits = "01000 aq rl rs2 rs1 011 rd 0101111", asm = "amoor.d rd,rs2,(rs1)")
  public static long amoor_d(Cpu cpu, long rs1, long rs2) {
    return cpu.atomic64(rs1, rs2, (old, operand) -> old | operand);
  }

  /// Signed minimum with a doubleword in memory, and gives what was there.
  @Insn(bits = "10000 aq rl rs2 rs1 011 rd 0101111", asm = "amomin.d rd,rs2,(rs1)")
  public static long amomin_d(Cpu cpu, long rs1, long rs2) {
    return cpu.atomic64(rs1, rs2, Math::min);
  }

  /// Signed maximum with a doubleword in memory, and gives what was there.
  @Insn(bits = "10100 aq rl rs2 rs1 011 rd 0101111", asm = "amomax.d rd,rs2,(rs1)")
  public static long amomax_d(Cpu cpu, long rs1, long rs2) {
    return cpu.atomic64(rs1, rs2, Math::max);
  }

  /// Unsigned minimum with a doubleword in memory, and gives what was there.
  @Insn(bits = "11000 aq rl rs2 rs1 011 rd 0101111", asm = "amominu.d rd,rs2,(rs1)")
  public static long amominu_d(Cpu cpu, long rs1, long rs2) {
    return cpu.atomic64(rs1, rs2, Unsigned::min);
  }

  /// Unsigned maximum with a doubleword in memory, and gives what was there.
  @Insn(bits = "11100 aq rl rs2 rs1 011 rd 0101111", asm = "amomaxu.d rd,rs2,(rs1)")
  public static long amomaxu_d(Cpu cpu, long rs1, long rs2) {
    return cpu.atomic64(rs1, rs2, Unsigned::max);
  }

  /// Minimum and maximum of unsigned numbers, which the JDK does not have.
  private static final class Unsigned {
    static int min(int a, int b) {
      return Integer.compareUnsigned(a, b) <= 0 ? a : b;
    }

    static int max(int a, int b) {
      return Integer.compareUnsigned(a, b) >= 0 ? a : b;
    }

    static long min(long a, long b) {
      return Long.compareUnsigned(a, b) <= 0 ? a : b;
    }

    static long max(long a, long b) {
      return Long.compareUnsigned(a, b) >= 0 ? a : b;
    }
  }
}
