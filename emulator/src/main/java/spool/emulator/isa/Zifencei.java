package spool.emulator.isa;

/// The instruction-fetch fence (unprivileged ISA, "Zifencei").
@Extension("Zifencei")
public final class Zifencei {
  private Zifencei() {}

  /// Makes earlier stores visible to the fetches that follow.
  @Insn(bits = "_12_ _5_ 001 _5_ 0001111", asm = "fence.i", flow = Flow.END)
  public static void fence_i(Cpu cpu) {
    cpu.fenceInstruction();
  }
}
