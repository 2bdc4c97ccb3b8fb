package spool.emulator.fp;

/// The rounding modes of the `rm` field and the `frm` register (RISC-V unprivileged ISA,
/// "Floating-point control and status register").
public final class Rounding {
  /// To nearest, ties to even.
  public static final int RNE = 0;

  /// Towards zero.
  public static final int RTZ = 1;

  /// Towards minus infinity.
  public static final int RDN = 2;

  /// Towards plus infinity.
  public static final int RUP = 3;

  /// To nearest, ties to the larger magnitude.
  public static final int RMM = 4;

  /// In an instruction's `rm` field: take the mode from `frm`.
  public static final int DYN = 7;

  private Rounding() {}
}
