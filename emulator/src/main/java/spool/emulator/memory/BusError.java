package spool.emulator.memory;

/// No device answers at a physical address; the hart turns it into an access fault.
public final class BusError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// No answer at `address`.
  public BusError(long address) {
    super("nothing answers at 0x" + Long.toHexString(address), null, false, false);
  }
}
