package spool.emulator.isa;

/// Waiting for a reserved place to change (unprivileged ISA, "Zawrs" extension). Both waits are
/// short enough for `mstatus.TW` not to forbid them.
@Extension("Zawrs")
public final class Zawrs {
  private Zawrs() {}

  /// Waits until the reservation may be gone.
  @Insn(bits = "000000001101 00000 000 00000 1110011", asm = "wrs.nto")
  public static void wrs_nto(Cpu cpu) {
    cpu.waitOnReservation();
  }

  /// Waits until the reservation may be gone, for a short time.
  @Insn(bits = "000000011101 00000 000 00000 1110011", asm = "wrs.sto")
  public static void wrs_sto(Cpu cpu) {
    cpu.waitOnReservation();
  }
}
