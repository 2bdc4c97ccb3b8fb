package spool.emulator.isa;

/// Access to the control and status registers (unprivileged ISA, "Zicsr"). A read that is not
/// wanted is not done, and neither is a write that would change nothing, because both may have side
/// effects.
@Extension("Zicsr")
public final class Zicsr {
  private Zicsr() {}

  /// Swaps a control and status register. Without a register to write, the old value is not read.
  @Insn(bits = "csr[11:0] rs1 001 rd 1110011", asm = "csrrw rd,csr,rs1", flow = Flow.END)
  public static long csrrw(Cpu cpu, int csr, int rdNumber, long rs1) {
    long old = rdNumber == 0 ? 0 : cpu.readCsr(csr);
    cpu.writeCsr(csr, rs1);
    return old;
  }

  /// Sets bits in a control and status register. From `x0`, it is not written.
  @Insn(bits = "csr[11:0] rs1 010 rd 1110011", asm = "csrrs rd,csr,rs1", flow = Flow.END)
  public static long csrrs(Cpu cpu, int csr, int rs1Number, long rs1) {
    long old = cpu.readCsr(csr);
    if (rs1Number != 0) {
      cpu.writeCsr(csr, old | rs1);
    }
    return old;
  }

  /// Clears bits in a control and status register. From `x0`, it is not written.
  @Insn(bits = "csr[11:0] rs1 011 rd 1110011", asm = "csrrc rd,csr,rs1", flow = Flow.END)
  public static long csrrc(Cpu cpu, int csr, int rs1Number, long rs1) {
    long old = cpu.readCsr(csr);
    if (rs1Number != 0) {
      cpu.writeCsr(csr, old & ~rs1);
    }
    return old;
  }

  /// Swaps a control and status register with a constant, as [#csrrw].
  @Insn(bits = "csr[11:0] uimm[4:0] 101 rd 1110011", asm = "csrrwi rd,csr,uimm", flow = Flow.END)
  public static long csrrwi(Cpu cpu, int csr, int rdNumber, int uimm) {
    return csrrw(cpu, csr, rdNumber, uimm);
  }

  /// Sets bits in a control and status register by a constant. With 0, it is not written.
  @Insn(bits = "csr[11:0] uimm[4:0] 110 rd 1110011", asm = "csrrsi rd,csr,uimm", flow = Flow.END)
  public static long csrrsi(Cpu cpu, int csr, int uimm) {
    return csrrs(cpu, csr, uimm, uimm);
  }

  /// Clears bits in a control and status register by a constant. With 0, it is not written.
  @Insn(bits = "csr[11:0] uimm[4:0] 111 rd 1110011", asm = "csrrci rd,csr,uimm", flow = Flow.END)
  public static long csrrci(Cpu cpu, int csr, int uimm) {
    return csrrc(cpu, csr, uimm, uimm);
  }
}
