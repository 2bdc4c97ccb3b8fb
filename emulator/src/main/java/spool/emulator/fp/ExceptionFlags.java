package spool.emulator.fp;

/// The accrued exception flags of `fflags`. An operation only ever sets bits; software clears them.
public final class ExceptionFlags {
  /// Inexact.
  public static final int NX = 1;

  /// Underflow.
  public static final int UF = 2;

  /// Overflow.
  public static final int OF = 4;

  /// Divide by zero.
  public static final int DZ = 8;

  /// Invalid operation.
  public static final int NV = 16;

  /// The union of all flags raised since the last [#set]. A field, so that translated code can read
  /// it.
  public int accrued;

  /// Whether NX has accrued.
  public boolean isInexact() {
    return (accrued & NX) != 0;
  }

  /// Replaces the accrued flags; bits above the five are dropped.
  public void set(int flags) {
    accrued = flags & 31;
  }

  /// Adds `flags` to those accrued.
  public void raise(int flags) {
    accrued |= flags;
  }
}
