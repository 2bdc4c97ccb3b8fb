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

  /// Divides the unsigned magnitude by 2^`bits`, 1 to 63, and rounds the quotient to an integer.
  /// `negative` is the sign of the number that has this magnitude.
  static long roundOff(long magnitude, int bits, boolean negative, int rounding) {
    long half = 1L << (bits - 1);
    long rest = magnitude & (2 * half - 1);
    long quotient = magnitude >>> bits;
    boolean up =
        switch (rounding) {
          case RNE -> rest > half || (rest == half && (quotient & 1) != 0);
          case RTZ -> false;
          case RDN -> negative && rest != 0;
          case RUP -> !negative && rest != 0;
          case RMM -> rest >= half;
          default -> throw new IllegalArgumentException("rounding mode " + rounding);
        };
    return up ? quotient + 1 : quotient;
  }
}
