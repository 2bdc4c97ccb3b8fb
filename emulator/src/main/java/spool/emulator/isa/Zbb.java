package spool.emulator.isa;

/// Basic bit manipulation (unprivileged ISA, "Zbb" extension).
@Extension("Zbb")
public final class Zbb {
  /// The lower seven bits of each byte.
  private static final long LOW_SEVEN = 0x7f7f_7f7f_7f7f_7f7fL;

  private Zbb() {}

  /// And with the complement of `rs2`.
  @Insn(bits = "0100000 rs2 rs1 111 rd 0110011", asm = "andn rd,rs1,rs2")
  public static long andn(long rs1, long rs2) {
    return rs1 & ~rs2;
  }

  /// Or with the complement of `rs2`.
  @Insn(bits = "0100000 rs2 rs1 110 rd 0110011", asm = "orn rd,rs1,rs2")
  public static long orn(long rs1, long rs2) {
    return rs1 | ~rs2;
  }

  /// The complement of the exclusive or.
  @Insn(bits = "0100000 rs2 rs1 100 rd 0110011", asm = "xnor rd,rs1,rs2")
  public static long xnor(long rs1, long rs2) {
    return ~(rs1 ^ rs2);
  }

  /// Counts the zeros above the highest one.
  @Insn(bits = "011000000000 rs1 001 rd 0010011", asm = "clz rd,rs1")
  public static long clz(long rs1) {
    return Long.numberOfLeadingZeros(rs1);
  }

  /// Counts the zeros above the highest one, in 32 bits.
  @Insn(bits = "011000000000 rs1 001 rd 0011011", asm = "clzw rd,rs1")
  public static long clzw(long rs1) {
    return Integer.numberOfLeadingZeros((int) rs1);
  }

  /// Counts the zeros below the lowest one.
  @Insn(bits = "011000000001 rs1 001 rd 0010011", asm = "ctz rd,rs1")
  public static long ctz(long rs1) {
    return Long.numberOfTrailingZeros(rs1);
  }

  /// Counts the zeros below the lowest one, in 32 bits.
  @Insn(bits = "011000000001 rs1 001 rd 0011011", asm = "ctzw rd,rs1")
  public static long ctzw(long rs1) {
    return Integer.numberOfTrailingZeros((int) rs1);
  }

  /// Counts the ones.
  @Insn(bits = "011000000010 rs1 001 rd 0010011", asm = "cpop rd,rs1")
  public static long cpop(long rs1) {
    return Long.bitCount(rs1);
  }

  /// Counts the ones, in 32 bits.
  @Insn(bits = "011000000010 rs1 001 rd 0011011", asm = "cpopw rd,rs1")
  public static long cpopw(long rs1) {
    return Integer.bitCount((int) rs1);
  }

  /// The greater of two signed numbers.
  @Insn(bits = "0000101 rs2 rs1 110 rd 0110011", asm = "max rd,rs1,rs2")
  public static long max(long rs1, long rs2) {
    return Math.max(rs1, rs2);
  }

  /// The greater of two unsigned numbers.
  @Insn(bits = "0000101 rs2 rs1 111 rd 0110011", asm = "maxu rd,rs1,rs2")
  public static long maxu(long rs1, long rs2) {
    return Long.compareUnsigned(rs1, rs2) >= 0 ? rs1 : rs2;
  }

  /// The smaller of two signed numbers.
  @Insn(bits = "0000101 rs2 rs1 100 rd 0110011", asm = "min rd,rs1,rs2")
  public static long min(long rs1, long rs2) {
    return Math.min(rs1, rs2);
  }

  /// The smaller of two unsigned numbers.
  @Insn(bits = "0000101 rs2 rs1 101 rd 0110011", asm = "minu rd,rs1,rs2")
  public static long minu(long rs1, long rs2) {
    return Long.compareUnsigned(rs1, rs2) <= 0 ? rs1 : rs2;
  }

  /// Extends the sign of a byte.
  @Insn(bits = "011000000100 rs1 001 rd 0010011", asm = "sext.b rd,rs1")
  public static long sext_b(long rs1) {
    return (byte) rs1;
  }

  /// Extends the sign of a halfword.
  @Insn(bits = "011000000101 rs1 001 rd 0010011", asm = "sext.h rd,rs1")
  public static long sext_h(long rs1) {
    return (short) rs1;
  }

  /// Extends a halfword by zeros.
  @Insn(bits = "000010000000 rs1 100 rd 0111011", asm = "zext.h rd,rs1")
  public static long zext_h(long rs1) {
    return rs1 & 0xffff;
  }

  /// Rotates left by the lower bits of `rs2`.
  @Insn(bits = "0110000 rs2 rs1 001 rd 0110011", asm = "rol rd,rs1,rs2")
  public static long rol(long rs1, long rs2) {
    return Long.rotateLeft(rs1, (int) rs2);
  }

  /// Rotates left by the lower bits of `rs2`, in 32 bits.
  @Insn(bits = "0110000 rs2 rs1 001 rd 0111011", asm = "rolw rd,rs1,rs2")
  public static long rolw(long rs1, long rs2) {
    return Integer.rotateLeft((int) rs1, (int) rs2);
  }

  /// Rotates right by the lower bits of `rs2`.
  @Insn(bits = "0110000 rs2 rs1 101 rd 0110011", asm = "ror rd,rs1,rs2")
  public static long ror(long rs1, long rs2) {
    return Long.rotateRight(rs1, (int) rs2);
  }

  /// Rotates right.
  @Insn(bits = "011000 shamt[5:0] rs1 101 rd 0010011", asm = "rori rd,rs1,shamt")
  public static long rori(long rs1, int shamt) {
    return Long.rotateRight(rs1, shamt);
  }

  /// Rotates right, in 32 bits.
  @Insn(bits = "0110000 shamt[4:0] rs1 101 rd 0011011", asm = "roriw rd,rs1,shamt")
  public static long roriw(long rs1, int shamt) {
    return Integer.rotateRight((int) rs1, shamt);
  }

  /// Rotates right by the lower bits of `rs2`, in 32 bits.
  @Insn(bits = "0110000 rs2 rs1 101 rd 0111011", asm = "rorw rd,rs1,rs2")
  public static long rorw(long rs1, long rs2) {
    return Integer.rotateRight((int) rs1, (int) rs2);
  }

  /// Makes each byte all ones that is not zero.
  @Insn(bits = "001010000111 rs1 101 rd 0010011", asm = "orc.b rd,rs1")
  public static long orc_b(long rs1) {
    long highest = ((rs1 & LOW_SEVEN) + LOW_SEVEN) | rs1;
    return ((highest & ~LOW_SEVEN) >>> 7) * 0xff;
  }

  /// Reverses the order of the bytes.
  @Insn(bits = "011010111000 rs1 101 rd 0010011", asm = "rev8 rd,rs1")
  public static long rev8(long rs1) {
    return Long.reverseBytes(rs1);
  }
}
