package spool.emulator.isa;

/// Management of cache blocks (unprivileged ISA, "Zicbom" extension). Memory is always as if all
/// caches had just been written back and forgotten, so that nothing remains to do but the faults.
@Extension("Zicbom")
public final class Zicbom {
  private Zicbom() {}

  /// Forgets the block of an address, or writes it back first if the environment says so.
  @Insn(bits = "000000000000 rs1 010 00000 0001111", asm = "cbo.inval (rs1)")
  public static void cbo_inval(Cpu cpu, long rs1) {
    cpu.manageCacheBlock(rs1, true);
  }

  /// Writes the block of an address back.
  @Insn(bits = "000000000001 rs1 010 00000 0001111", asm = "cbo.clean (rs1)")
  public static void cbo_clean(Cpu cpu, long rs1) {
    cpu.manageCacheBlock(rs1, false);
  }

  /// Writes the block of an address back and forgets it.
  @Insn(bits = "000000000010 rs1 010 00000 0001111", asm = "cbo.flush (rs1)")
  public static void cbo_flush(Cpu cpu, long rs1) {
    cpu.manageCacheBlock(rs1, false);
  }
}
