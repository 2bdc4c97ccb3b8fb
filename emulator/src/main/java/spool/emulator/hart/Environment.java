package spool.emulator.hart;

import spool.emulator.state.Exchange;
import spool.emulator.state.Stateful;

/// The register `menvcfg` or `senvcfg`: what less privileged modes may do (RISC-V privileged
/// architecture, "Machine Environment Configuration Register").
final class Environment implements Stateful {
  /// A fence of devices orders memory too, which all fences do here.
  static final long FIOM = 1;

  /// `cbo.inval` may be executed.
  static final long CBIE = 3 << 4;

  /// `cbo.clean` and `cbo.flush` may be executed.
  static final long CBCFE = 1 << 6;

  /// `cbo.zero` may be executed.
  static final long CBZE = 1 << 7;

  /// The hart sets accessed and dirty bits (Svadu), else software does (Svade).
  static final long ADUE = 1L << 61;

  /// Page table entries have memory types (Svpbmt).
  static final long PBMTE = 1L << 62;

  /// `stimecmp` exists for supervisor mode, and is what its timer interrupt follows (Sstc).
  static final long STCE = 1L << 63;

  private static final long CBIE_RESERVED = 2 << 4;
  private static final long SUPERVISOR = FIOM | CBIE | CBCFE | CBZE;

  private final long writable;
  private long bits;

  private Environment(long writable, long bits) {
    this.writable = writable;
    this.bits = bits;
  }

  /// `menvcfg`. After reset the hart sets accessed and dirty bits.
  static Environment machine() {
    return new Environment(SUPERVISOR | ADUE | PBMTE | STCE, ADUE);
  }

  /// `senvcfg`.
  static Environment supervisor() {
    return new Environment(SUPERVISOR, 0);
  }

  /// The value of the register.
  long bits() {
    return bits;
  }

  /// Writes the register. CBIE keeps its value when asked for what does not exist.
  void bits(long value) {
    boolean reserved = (value & CBIE) == CBIE_RESERVED;
    long mask = reserved ? writable & ~CBIE : writable;
    bits = (bits & ~mask) | (value & mask);
  }

  @Override
  public void exchange(Exchange exchange) {
    bits = exchange.number(bits);
  }

  /// Sets the bits of `flags`, all else stays as it is.
  void permit(long flags) {
    bits(bits | flags);
  }

  /// Whether any bit of `flag` is set.
  boolean has(long flag) {
    return (bits & flag) != 0;
  }
}
