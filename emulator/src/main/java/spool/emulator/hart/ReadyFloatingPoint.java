package spool.emulator.hart;

import spool.emulator.fp.Rounding;

/// What translated code does in the place of methods of [Hart] with the same names, after it has
/// made sure of [#isReady]: nothing that it executes changes that.
public final class ReadyFloatingPoint {
  private ReadyFloatingPoint() {}

  /// Whether the floating-point unit is on and known to be in use, so that no instruction of it
  /// traps for want of that, and rounds as the JVM does, so that few have to be left to others.
  public static boolean isReady(Hart hart) {
    return hart.floatingPointReady && hart.roundingMode == Rounding.RNE;
  }

  static void requireFloatingPoint(Hart hart) {}

  /// The rounding mode `rm`, which has been found out: it is not [Rounding#DYN].
  static int rounding(Hart hart, int rm) {
    return rm;
  }
}
