package spool.emulator.isa;

/// An exception of the guest's, thrown by the access or instruction that met it. The instruction
/// has then changed no register and no memory. It carries no Java stack trace.
public final class Trap extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int cause;
  private final long value;

  /// A trap with `cause` as in [Cause] and the `value` for `mtval` or `stval`.
  public Trap(int cause, long value) {
    super(null, null, false, false);
    this.cause = cause;
    this.value = value;
  }

  /// The cause, as in [Cause].
  public int cause() {
    return cause;
  }

  /// The faulting address or the illegal instruction's bits.
  public long value() {
    return value;
  }

  @Override
  public String getMessage() {
    return "trap cause %d, value 0x%x".formatted(cause, value);
  }
}
