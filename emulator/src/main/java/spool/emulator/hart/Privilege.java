package spool.emulator.hart;

/// The privilege modes, in ascending order of power.
public enum Privilege {
  /// User.
  U(0),

  /// Supervisor.
  S(1),

  /// Machine.
  M(3);

  private final int encoding;

  Privilege(int encoding) {
    this.encoding = encoding;
  }

  /// The two-bit encoding that `mstatus.MPP` holds.
  public int encoding() {
    return encoding;
  }
}
