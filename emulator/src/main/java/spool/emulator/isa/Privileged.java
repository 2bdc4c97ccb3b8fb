package spool.emulator.isa;

/// The instructions of the privileged architecture.
@Extension("Privileged")
public final class Privileged {
  private Privileged() {}

  /// Returns from a trap to supervisor mode.
  @Insn(bits = "0001000 00010 00000 000 00000 1110011", asm = "sret", flow = Flow.END)
  public static void sret(Cpu cpu) {
    cpu.returnFromSupervisor();
  }

  /// Returns from a trap to machine mode.
  @Insn(bits = "0011000 00010 00000 000 00000 1110011", asm = "mret", flow = Flow.END)
  public static void mret(Cpu cpu) {
    cpu.returnFromMachine();
  }

  /// Stalls until an interrupt is pending.
  @Insn(bits = "0001000 00101 00000 000 00000 1110011", asm = "wfi", flow = Flow.END)
  public static void wfi(Cpu cpu) {
    cpu.waitForInterrupt();
  }

  /// Forgets translations of the address in `rs1` in the space in `rs2`; `x0` means all of them.
  @Insn(bits = "0001001 rs2 rs1 000 00000 1110011", asm = "sfence.vma rs1,rs2", flow = Flow.END)
  public static void sfence_vma(Cpu cpu, long rs1, int rs1Number, long rs2, int rs2Number) {
    cpu.fenceVirtualMemory(rs1, rs1Number == 0, rs2, rs2Number == 0);
  }
}
