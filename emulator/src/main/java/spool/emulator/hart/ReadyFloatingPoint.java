package spool.emulator.hart;

import spool.emulator.fp.Rounding;

/// What translated code does in the place of methods of [Hart] with the same names, after it has
/// made sure of [#isReady]: nothing that it executes changes that.
public final class ReadyFloatingPoint {
  private ReadyFloatingPoint() {}

  /// Whether the floating-point unit is on and known to be in use, and its rounding mode one that
  /// there is, so that no instruction of it traps for want of these.
  public static boolean isReady(Hart hart) {
    return hart.floatingPointReady && hart.roundingMode <= Rounding.RMM;
  }

  static void requireFloatingPoint(Hart hart) {}

  static int rounding(Hart hart, int rm) {
    return rm == Rounding.DYN ? hart.roundingMode : rm;
  }
}
