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

  /// The mode with a two-bit encoding, of which 2 is none.
  static Privilege of(long encoding) {
    return switch ((int) encoding) {
      case 0 -> U;
      case 1 -> S;
      case 3 -> M;
      default -> throw new IllegalArgumentException("privilege " + encoding);
    };
  }
}
