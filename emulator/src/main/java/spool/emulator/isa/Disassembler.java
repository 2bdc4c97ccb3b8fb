package spool.emulator.isa;

/// Writes instructions as assembly text, the way `objdump` does: registers by the names of the
/// calling convention, branch targets as absolute addresses, no pseudo-instructions.
public final class Disassembler {
  private static final String[] X = {
    "zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1", "a0", "a1", "a2", "a3", "a4",
    "a5", "a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4",
    "t5", "t6", "zero"
  };
  private static final String[] F = {
    "ft0", "ft1", "ft2", "ft3", "ft4", "ft5", "ft6", "ft7", "fs0", "fs1", "fa0", "fa1", "fa2",
    "fa3", "fa4", "fa5", "fa6", "fa7", "fs2", "fs3", "fs4", "fs5", "fs6", "fs7", "fs8", "fs9",
    "fs10", "fs11", "ft8", "ft9", "ft10", "ft11"
  };
  private static final String[] ROUNDING = {
    ",rne", ",rtz", ",rdn", ",rup", ",rmm", ",unknown", ",unknown", ""
  };
  private static final String[] ORDERING = {"", ".rl", ".aq", ".aqrl"};

  private Disassembler() {}

  /// The text of the instruction that begins with the lowest bit of `bits` and lies at `pc`. Total:
  /// what is no instruction gives `illegal` and the bits.
  public static String text(int bits, long pc) {
    Encoding encoding = Encoding.of(bits);
    long insn = Decoder.decode(bits);
    return (bits & 3) == 3
        ? AssemblyText.ofWord(encoding, insn, pc)
        : AssemblyText.ofHalfword(encoding, insn, pc);
  }

  /// The length in bytes, 2 or 4, of the instruction that begins with the lowest bit of `bits`.
  public static int length(int bits) {
    return (bits & 3) == 3 ? 4 : 2;
  }

  /// `insn` has not decoded, and is `length` bits long.
  static String illegal(long insn, int length) {
    return "illegal " + hex(Decoded.upper(insn) & (1L << length) - 1);
  }

  /// The name of integer register `number`, 0 to 31, in the calling convention.
  public static String x(int number) {
    return X[number];
  }

  static String f(int number) {
    return F[number];
  }

  static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }

  /// The operand of `lui`, which counts in units of 4 KiB.
  static String upper(long insn) {
    return hex(Decoded.immediate(insn) >>> 12 & 0xfffff);
  }

  static String rounding(int rm) {
    return ROUNDING[rm];
  }

  static String ordering(int aq, int rl) {
    return ORDERING[(aq << 1) | rl];
  }

  /// The operand of `fence`: device input, device output, memory reads, memory writes.
  static String accesses(int set) {
    StringBuilder letters = new StringBuilder();
    for (int bit = 3; bit >= 0; bit--) {
      if ((set >> bit & 1) != 0) {
        letters.append("wroi".charAt(bit));
      }
    }
    return letters.isEmpty() ? "0" : letters.toString();
  }
}
