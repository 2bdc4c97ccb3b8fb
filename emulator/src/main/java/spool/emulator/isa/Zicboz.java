package spool.emulator.isa;

/// Zeroing of cache blocks (unprivileged ISA, "Zicboz" extension).
@Extension("Zicboz")
public final class Zicboz {
  private Zicboz() {}

  /// Stores zeros to the whole block of an address.
  @Insn(bits = "000000000100 rs1 010 00000 0001111", asm = "cbo.zero (rs1)")
  public static void cbo_zero(Cpu cpu, long rs1) {
    cpu.zeroCacheBlock(rs1);
  }
}
